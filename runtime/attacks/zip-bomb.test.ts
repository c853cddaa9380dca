import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Answer, atOnce, type FlowFile, flowOf, unharmed, useInstallation } from './installation.ts'
import { type RawEntry, rawZip } from './testing/raw-zip.ts'

// Acceptance case 34 (zip-bomb, zip-slip), through published flows.
const unpacking = (id: string, settings: object): FlowFile =>
  flowOf(
    id,
    { accepts: 'json' },
    { bung: { use: 'zip-unpack@1', settings }, 'tra-loi': { use: 'http-reply@1', settings: {} } },
  )

const system = useInstallation(async (it) => {
  await it.connect('kho', { kind: 'folder', title: 'Kho', values: { folder: it.granted } })
  await it.publish(unpacking('bung', { depth: 3 }))
  await it.publish(unpacking('bung-ra-thu-muc', { deliver: 'folder', toConnection: 'kho', folder: 'ra', depth: 3 }))
})

const send = (flow: string, archive: Buffer): Promise<Answer> =>
  system().send(`/${flow}`, { body: { content: archive.toString('base64') } })

const text = (name: string, more: Omit<Partial<RawEntry>, 'name' | 'content'> = {}): RawEntry => ({
  name,
  content: Buffer.from(`nội dung ${name}`),
  ...more,
})
const zeros = (size: number): Buffer => Buffer.alloc(size)
/** An archive of sixteen, in which each is the one of the level below: 16 files of 3 MB at the bottom become 12 GB. */
const nested = (levels: number): Buffer =>
  levels === 0
    ? rawZip([{ name: 'so-khong.bin', content: zeros(3_000_000) }])
    : rawZip(Array.from({ length: 16 }, (_, i) => ({ name: `${i}.zip`, content: nested(levels - 1) })))

const attacks: Readonly<Record<string, () => Buffer>> = {
  'a ratio of a thousand': () => rawZip([{ name: 'a.bin', content: zeros(100_000_000) }]),
  'a bomb that claims to be small': () => rawZip([{ name: 'a.bin', content: zeros(100_000_000), claims: 10 }]),
  'a file that claims four gigabytes': () => rawZip([text('a.txt', { claims: 0xffff_fffe })]),
  'archives in archives': () => nested(2),
  'entries that share their data': () =>
    rawZip([
      { name: 'a.bin', content: zeros(20_000_000) },
      ...Array.from({ length: 50 }, (_, i) => ({ name: `${i}.bin`, content: zeros(20_000_000), at: 0 })),
    ]),
  'small entries that share their data': () => rawZip([text('a.txt'), text('b.txt', { at: 0 })]),
  'twenty thousand files': () => rawZip(Array.from({ length: 20_000 }, (_, i) => text(`${i}.txt`))),
  'the same name twice': () => rawZip([text('a.txt'), text('a.txt')]),
  'a name above the folder': () => rawZip([text('../ngoai.txt')]),
  'a name that climbs inside': () => rawZip([text('a/../../ngoai.txt')]),
  'a whole path': () => rawZip([text('/tmp/ngoai-kho.txt')]),
  'a drive letter': () => rawZip([text('C:\\ngoai.txt')]),
  'a share': () => rawZip([text('\\\\may\\chia-se\\ngoai.txt')]),
  'backslashes that climb': () => rawZip([text('..\\..\\ngoai.txt')]),
  'a zero byte in the name': () => rawZip([text('ngoai.txt\0.xml')]),
  'a link': () => rawZip([{ name: 'lien-ket', content: Buffer.from('/etc/passwd'), mode: 0o120777 }]),
  'a link and a file behind it': () =>
    rawZip([{ name: 'thu', content: Buffer.from('/tmp'), mode: 0o120777 }, text('thu/ngoai-kho.txt')]),
  'a climbing name in an inner archive': () =>
    rawZip([{ name: 'trong.zip', content: rawZip([text('../../ngoai.txt')]) }]),
}

test.each(Object.entries(attacks))('%s is refused before anything is written', async (_name, make) => {
  const archive = make()
  for (const flow of ['bung', 'bung-ra-thu-muc']) {
    const answer = await send(flow, archive)
    expect(answer).toMatchObject({ status: 422, body: { code: 'archive.refused' } })
    expect(answer.text.length).toBeLessThan(5000)
    expect(answer.text).not.toContain('root:')
    atOnce(answer.ms, 5000)
  }
  expect(readdirSync(system().granted)).toEqual([])
  await unharmed(system())
})

test('an honest archive is unpacked, an inner one under its name', async () => {
  const archive = rawZip([text('Đơn.txt'), { name: 'phu-luc.zip', content: rawZip([text('a.txt')]) }])
  const answer = await send('bung', archive)
  expect(answer.body).toMatchObject({ count: 2, files: [{ name: 'Đơn.txt' }, { name: 'phu-luc.zip/a.txt' }] })
  expect((await send('bung-ra-thu-muc', archive)).status).toBe(200)
  expect(readdirSync(system().granted, { recursive: true }).sort()).toEqual([
    'ra',
    'ra/phu-luc.zip',
    'ra/phu-luc.zip/a.txt',
    'ra/Đơn.txt',
  ])
})
