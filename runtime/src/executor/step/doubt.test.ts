import { expect, test } from 'vitest'
import type { JournalEntry } from '#runtime/engine/engine.ts'
import { errorData } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { emit } from '#shared/node/run.ts'
import { firstMessage, outside } from '../testing/random-nodes.ts'
import { type WalkedThrough, walkThrough } from '../testing/walk-through.ts'

const flow: Flow = {
  format: 1,
  id: 'thu',
  title: 'thu',
  nodes: {
    vao: { use: 'tin@1', to: { out: ['a'] } },
    a: { use: 'gui-hoi@1', settings: { id: 'a' }, onError: { retry: 'mau' } },
  },
  settings: { retry: { mau: { times: 2, first: 'PT0.1S', factor: 1, max: 'PT1S', jitter: 0 } } },
}

const at = { path: 'a', node: 'a' }
const intent = (attempt: number, when: number): JournalEntry => ({ kind: 'intent', ...at, attempt, at: when })
const cut = (attempt: number, startedAt: number, endedAt: number): JournalEntry => ({
  kind: 'failed',
  ...at,
  attempt,
  startedAt,
  endedAt,
  error: errorData('connect.cut', { host: 'h' }),
  retryAt: endedAt + 100,
  doubt: true,
})
const decision = (as: 'sent' | 'resend', when: number): JournalEntry => ({
  kind: 'resume',
  by: 'thu',
  at: when,
  decision: { path: 'a', as, reason: 'đã hỏi' },
})

/** Goes on from a journal; the partner has done the step already and says so when it is asked. Tells when that was, and what it was sent. */
async function goOn(begin: readonly JournalEntry[], from?: number) {
  const partner = outside(new Map([['R:a', emit('out', firstMessage)]]))
  const walked = (await walkThrough(flow, partner, begin, 'live', from)) as WalkedThrough
  const answer = walked.journal.find((row) => row.kind === 'effect')
  return { walked, askedAt: answer?.startedAt, sent: partner.calls.length }
}

test('a probe comes 5 s after the call was cut, however long before that the call had begun', async () => {
  const { askedAt, sent } = await goOn([intent(1, 1000), cut(1, 1000, 20_000)])
  expect({ askedAt, sent }).toEqual({ askedAt: 25_000, sent: 0 })
})

test('a decision about an earlier try says nothing about this one: the partner is asked, and not before 5 s are over', async () => {
  for (const as of ['resend', 'sent'] as const) {
    const early = [intent(1, 1000), cut(1, 1000, 2000), decision(as, 3000)]
    const { askedAt, sent } = await goOn([...early, intent(2, 3100), cut(2, 3100, 20_000)])
    expect({ as, askedAt, sent }).toEqual({ as, askedAt: 25_000, sent: 0 })
  }
})

test('a run whose worker died in a long call waits from when it was taken over, once, and the journal says so', async () => {
  const { walked, askedAt, sent } = await goOn([intent(1, 1000)], 60_000)
  expect({ askedAt, sent }).toEqual({ askedAt: 65_000, sent: 0 })
  expect(walked.journal.map((row) => row.kind)).toEqual(['intent', 'failed', 'effect'])
  expect(walked.journal[1]).toMatchObject({ attempt: 1, endedAt: 60_000, retryAt: 65_000, doubt: true })
  expect(walked.journal[1]).toMatchObject({ error: { code: 'run.in-doubt' } })
})

test('the wait for the probe begins anew with each worker that dies in the call, and costs no try', async () => {
  const early = [intent(1, 1000), cut(1, 1000, 2000), intent(2, 8000)]
  expect(await goOn(early, 60_000)).toMatchObject({ askedAt: 65_000, sent: 0 })
  const partner = outside()
  const walked = await walkThrough(flow, partner, early, 'live', 60_000)
  expect(walked?.status).toBe('done')
  expect(partner.calls).toHaveLength(1)
  expect(walked?.journal.findLast((row) => row.kind === 'intent')).toMatchObject({ attempt: 3, at: 65_000 })
})
