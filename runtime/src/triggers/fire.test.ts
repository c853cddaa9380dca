import { expect, test } from 'vitest'
import type { Passage, Tools } from '#runtime/executor/run-env.ts'
import { type ErrorData, errorData, retryable } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { PollTrigger } from '#shared/node/trigger.ts'
import { createFire } from './fire.ts'
import { openEntrance } from './testing/entrance.ts'

const SLOT = Date.parse('2026-01-05T01:00:00.000Z')
const scheduled = (settings: object = { cron: '0 8 * * *' }) => ({
  format: 1,
  id: 'hen-gio',
  title: 'x',
  nodes: {
    vao: { use: 'schedule@1', settings: { ...settings }, to: { out: ['a'] } },
    a: { use: 'filter@1', settings: { when: 'true' } },
  },
})

const polling = {
  ...scheduled(),
  nodes: {
    ...scheduled().nodes,
    vao: {
      use: 'outbox-poll@1',
      settings: { connection: 'co-so-du-lieu', query: 'select Id from HangDoi where Id > :cursor' },
      to: { out: ['a'] },
    },
  },
}

async function world(options: { paused?: boolean; poll?: PollTrigger; enter?: Tools['enter'] } = {}) {
  const flow = options.enter ? polling : scheduled()
  const it = await openEntrance([flow], options.paused)
  const refuse = (): Promise<never> => Promise.reject(new Error('not asked for'))
  const fire = createFire({
    engine: it.engine,
    executor: it.executor,
    flows: it.registry,
    polls: options.poll ? { schedule: options.poll, 'outbox-poll': options.poll } : {},
    connection: refuse,
    http: refuse,
    shared: refuse,
    ...(options.enter ? { enter: options.enter } : {}),
    log: () => undefined,
  })
  return { ...it, fire }
}
const at = (slot: number) => ({ flow: 'hen-gio', node: 'vao', slot })

test('a slot gives one run however often it is fired, and the run knows its hour', async () => {
  const { fire, runs, engine } = await world()
  expect([await fire(at(SLOT)), await fire(at(SLOT)), await fire(at(SLOT + 60_000))]).toEqual([1, 0, 1])
  expect(await runs()).toHaveLength(2)
  const first = (await runs()).at(-1)
  const body = (await engine.history.get(first?.id ?? ''))?.inbound.message.body
  expect(JSON.stringify(body)).toContain('2026-01-05T08:00:00')
})

test('a paused flow is not fired, and one that is not there is an error', async () => {
  const { fire, runs } = await world({ paused: true })
  expect(await fire(at(SLOT))).toBe(0)
  expect(await runs()).toEqual([])
  await expect(fire({ ...at(SLOT), flow: 'khac' })).rejects.toThrow('flow.unknown-flow')
  await expect(fire({ ...at(SLOT), node: 'khac' })).rejects.toThrow('flow.unknown-flow')
})

test('a polling trigger accepts rows once, and its cursor outlives the poll', async () => {
  const rows = ['r1', 'r2', 'r3']
  const message = (body: string): Message => ({ body, headers: {}, keys: {} })
  const poll: PollTrigger = {
    async poll(_, context) {
      const done = Number((await context.cursor()) ?? '0')
      let accepted = 0
      // Overlaps on purpose: what lies before the cursor may come again after a crash.
      for (const row of rows.slice(Math.max(0, done - 1)))
        if (!(await context.accept(message(row), row)).duplicate) accepted++
      await context.saveCursor(String(rows.length))
      return accepted
    },
  }
  const { fire, runs, engine } = await world({ poll })
  expect(await fire(at(1))).toBe(3)
  expect(await engine.cursor('hen-gio/vao')).toBe('3')
  rows.push('r4')
  expect(await fire(at(2))).toBe(1)
  expect(await runs()).toHaveLength(4)
})

test('a poll asks for leave to call its partner, is left out when it may not, and tells how it went', async () => {
  const left: (ErrorData | 'cut' | undefined)[] = []
  const error = errorData('connect.circuit-open', { connection: 'co-so-du-lieu' })
  const passages: Passage[] = [{ go: false, until: 0, error }]
  const asked: string[] = []
  let polls = 0
  const poll: PollTrigger = {
    async poll() {
      if (++polls === 2) throw retryable('connect.unreachable', { host: 'h', reason: 'r' })
      return 7
    },
  }
  const enter = (connection: string): Passage => {
    asked.push(connection)
    return passages.shift() ?? { go: true, leave: (how) => void left.push(how) }
  }
  const { fire } = await world({ poll, enter })
  expect([await fire(at(1)), polls]).toEqual([0, 0])
  expect(await fire(at(2))).toBe(7)
  await expect(fire(at(3))).rejects.toThrow('connect.unreachable')
  expect(left.map((how) => (typeof how === 'object' ? how.code : how))).toEqual([undefined, 'connect.unreachable'])
  expect(asked).toEqual(['co-so-du-lieu', 'co-so-du-lieu', 'co-so-du-lieu'])
})
