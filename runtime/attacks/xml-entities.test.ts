import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Answer, atOnce, flowOf, unharmed, useInstallation } from './installation.ts'

const system = useInstallation(async (it) => {
  await it.publish(flowOf('nhan-xml', { accepts: 'xml' }))
  await it.publish(
    flowOf(
      'doc-xml',
      { accepts: 'json' },
      {
        doc: { use: 'xml-parse@1', settings: { from: { field: 'xml' } } },
        'tra-loi': { use: 'http-reply@1' },
      },
    ),
  )
})

/** Through the trigger, and through the node: both must refuse. */
async function both(xml: string): Promise<readonly Answer[]> {
  return [
    await system().send('/nhan-xml', { body: xml, headers: { 'content-type': 'application/xml' } }),
    await system().send('/doc-xml', { body: { xml } }),
  ]
}

const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${'bcdefghij'
  .split('')
  .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefghi'[i]};`.repeat(10)}">`)
  .join('')}]><l>&j;</l>`

test.each([
  ['billion laughs', laughs],
  ['quadratic blow-up', `<!DOCTYPE l [<!ENTITY a "${'a'.repeat(100_000)}">]><l>${'&a;'.repeat(50_000)}</l>`],
  ['a file', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
  ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]><a/>'],
  ['an entity in an attribute', '<!DOCTYPE a [<!ENTITY x "1">]><a b="&x;"/>'],
  ['a plain document type', '<!DOCTYPE html><html/>'],
  ['a document type behind a declaration and a comment', '<?xml version="1.0"?><!-- a --><!DOCTYPE a><a/>'],
  ['an unfinished document type', '<!DOCTYPE a [<!ENTITY x "'],
])('%s: refused, and nothing is read or expanded', async (_name, xml) => {
  for (const answer of await both(xml)) {
    expect(answer.status).toBe(400)
    expect(answer.body.code).toMatch(/^xml\.(doctype-refused|malformed)$/)
    if (xml.includes('>')) expect(answer.body.code).toBe('xml.doctype-refused')
    expect(answer.text).not.toContain('root:')
    expect(answer.text.length).toBeLessThan(2000)
    atOnce(answer.ms, 1500)
  }
  await unharmed(system())
})

test('a document type over the network is never fetched', async () => {
  let called = 0
  const server = createServer((socket) => {
    called++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  for (const xml of [
    `<!DOCTYPE a SYSTEM "http://127.0.0.1:${port}/a.dtd"><a/>`,
    `<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:${port}/x">]><a>&x;</a>`,
  ])
    for (const answer of await both(xml)) expect(answer.body.code).toBe('xml.doctype-refused')
  await both(`<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="http://127.0.0.1:${port}/y"/></a>`)
  await both(`<?xml-stylesheet href="http://127.0.0.1:${port}/z"?><a/>`)
  expect(called).toBe(0)
})
