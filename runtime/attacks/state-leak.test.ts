import { expect, test } from 'vitest'
import { scriptFlow, useScripts } from './scripts.ts'

const { system } = useScripts()

test('no flow leaves anything behind for another one or for its own next message', async () => {
  const dirty = `
    for (const make of [() => { globalThis.dau = 1 }, () => { Object.prototype.dau = 1 }, () => { Array.prototype.map = () => ['dau'] },
      () => { JSON.stringify = () => '"dau"' }, () => { JSON.parse = () => 'dau' }, () => { Math.random = () => 0.5 }, () => { Date.now = () => 1 },
      () => { String.prototype.trim.x = 1 }, () => { Symbol.iterator.x = 1 }, () => { Object.setPrototypeOf(Object.prototype, { dau: 1 }) }])
      try { make() } catch {}
    return [typeof dau, ({}).dau ?? 0, [1].map((x) => x)[0], JSON.stringify({ a: 1 }), Date.now() > 1e12, message.body.lan]`
  await system().publish(scriptFlow('ban', dirty, { ms: 2000 }))
  await system().publish(
    scriptFlow(
      'sach',
      'return [typeof dau, ({}).dau ?? 0, [1].map((x) => x)[0], JSON.stringify({ a: 1 }), Date.now() > 1e12]',
      { ms: 2000 },
    ),
  )
  const first = await system().send('/ban', { body: { lan: 1 } })
  const second = await system().send('/ban', { body: { lan: 1 } })
  expect(second.body).toEqual(first.body)
  expect((await system().send('/sach', { body: {} })).body).toEqual(['undefined', 0, 1, '{"a":1}', true])
})
