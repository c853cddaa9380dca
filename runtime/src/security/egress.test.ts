import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { createEgressPolicy } from './egress.ts'

const { refuse, lookup } = createEgressPolicy(['127.0.0.1:7100', '10.9.8.7:7101'])
/** The verdict on a URL whose host the connection lists. */
const verdict = (text: string): string | undefined => {
  const url = new URL(text)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return refuse(url, [`${url.hostname}:${port}`])
}

test.each([
  ['http://169.254.169.254/latest/meta-data', 'address'],
  ['http://2852039166/', 'address'],
  ['http://0xa9.0xfe.0xa9.0xfe/', 'address'],
  ['http://0251.0376.0251.0376/', 'address'],
  ['http://[::ffff:169.254.169.254]/', 'address'],
  ['http://[::ffff:a9fe:a9fe]/', 'address'],
  ['http://[64:ff9b::a9fe:a9fe]/', 'address'],
  ['http://[2002:a9fe:a9fe::]/', 'address'],
  ['http://[::169.254.169.254]/', 'address'],
  ['http://[fe80::1]/', 'address'],
  ['http://[fd00:ec2::254]/', 'address'],
  ['http://0.0.0.0/', 'address'],
  ['http://0/', 'address'],
  ['http://[::]/', 'address'],
  ['http://224.0.0.1/', 'address'],
  ['http://255.255.255.255/', 'address'],
  ['http://127.0.0.1:7100/', 'own listener'],
  ['http://127.1:7101/', 'own listener'],
  ['http://127.9.9.9:7100/', 'own listener'],
  ['http://LOCALHOST:7100/', 'own listener'],
  ['http://[::1]:7100/', 'own listener'],
  ['http://[::ffff:127.0.0.1]:7100/', 'own listener'],
  ['http://10.9.8.7:7101/', 'own listener'],
  ['ftp://doi-tac.vn/', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
])('%s is refused: %s', (url, reason) => {
  expect(verdict(url)).toBe(reason)
})

test('our own listener is refused at every address of this machine', () => {
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((all) => all ?? [])) {
    if (address.startsWith('fe80')) continue
    expect(verdict(`http://${family === 'IPv6' ? `[${address}]` : address}:7100/`)).toBe('own listener')
  }
})

test.each([
  'http://127.0.0.1:7110/',
  'http://localhost:8080/',
  'http://10.0.0.5/',
  'https://dvcqg.gov.vn/',
  'http://192.168.1.2:7100/',
])('%s is allowed when it is listed, and only then', (text) => {
  expect(verdict(text)).toBeUndefined()
  const url = new URL(text)
  for (const hosts of [[], [url.hostname], [`${url.hostname}:1`], [`x${url.host}`], ['*:80']])
    expect(refuse(url, hosts)).toBe('not listed')
})

const found = (name: string, all: boolean): Promise<string> =>
  new Promise((resolve) =>
    lookup(name, { all }, (error, address) => resolve(error ? `${error.code}` : JSON.stringify(address))),
  )

test('a name that leads to this machine is refused unless it says so', async () => {
  expect(await found('localhost', true)).toMatch(/127\.0\.0\.1|::1/)
  expect(await found('localhost', false)).toMatch(/127\.0\.0\.1|::1/)
  // Written with a dot at its end it is another name for the list, and leads here all the same.
  expect(await found('localhost.', true)).toMatch(/^(?:EGRESS|ENOTFOUND|EAI_AGAIN)$/)
  expect(await found('khong-co.invalid', true)).toMatch(/^(?:ENOTFOUND|EAI_AGAIN)$/)
})
