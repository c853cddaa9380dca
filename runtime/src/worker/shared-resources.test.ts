import { expect, test } from 'vitest'
import { createSharedResources } from './shared-resources.ts'

test('a resource is opened once for all that ask, and closed when it is dropped', async () => {
  const shared = createSharedResources()
  const log: string[] = []
  const ask = () =>
    shared.get(
      'k',
      async () => {
        log.push('open')
        return { id: log.length }
      },
      (it) => void log.push(`close ${it.id}`),
    )
  const [a, b] = await Promise.all([ask(), ask()])
  expect(a).toBe(b)
  await shared.drop('k', a)
  expect(log).toEqual(['open', 'close 1'])
  expect(await ask()).not.toBe(a)
  await shared.dropAll()
  await shared.dropAll()
  expect(log).toEqual(['open', 'close 1', 'open', 'close 3'])
})

test('of two that find a resource gone, the second does not close what the first has opened in its place', async () => {
  const shared = createSharedResources()
  const closed: number[] = []
  let opened = 0
  const ask = () =>
    shared.get(
      'k',
      async () => ({ id: ++opened }),
      (it) => void closed.push(it.id),
    )
  const gone = await ask()
  await shared.drop('k', gone)
  const fresh = await ask()
  await shared.drop('k', gone)
  expect(await ask()).toBe(fresh)
  expect(closed).toEqual([1])
})

test('an opening that fails is told to all that wait and then forgotten', async () => {
  const shared = createSharedResources()
  let tries = 0
  const ask = () =>
    shared.get('k', async () => {
      if (++tries === 1) throw new Error('hỏng')
      return tries
    })
  const first = await Promise.allSettled([ask(), ask()])
  expect(first.map((it) => it.status)).toEqual(['rejected', 'rejected'])
  expect(await ask()).toBe(2)
})

test('a failure that comes late does not throw away what was opened in its place', async () => {
  const shared = createSharedResources()
  let fail: (why: Error) => void = () => undefined
  const slow = shared.get('k', () => new Promise<string>((_, reject) => (fail = reject)))
  const dropped = shared.dropAll()
  const closed: string[] = []
  expect(
    await shared.get(
      'k',
      async () => 'mới',
      (it) => void closed.push(it),
    ),
  ).toBe('mới')
  fail(new Error('muộn'))
  await expect(slow).rejects.toThrow('muộn')
  await dropped
  expect(await shared.get('k', async () => 'khác')).toBe('mới')
  await shared.dropAll()
  expect(closed).toEqual(['mới'])
})

test('a resource that fails to close does not keep the others open', async () => {
  const shared = createSharedResources()
  const closed: string[] = []
  await shared.get(
    'a',
    async () => 'a',
    () => Promise.reject(new Error('không đóng được')),
  )
  await shared.get(
    'b',
    async () => 'b',
    (it) => void closed.push(it),
  )
  await shared.dropAll()
  expect(closed).toEqual(['b'])
})
