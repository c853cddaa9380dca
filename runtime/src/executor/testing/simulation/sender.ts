import type { RunId } from '#runtime/engine/engine.ts'
import type { Message } from '#shared/message/message.ts'
import type { Ground, Member } from './members.ts'

/** A sender who has heard nothing for so long sends again. */
const AGAIN_MS = 20_000

/** A sender of each message, who sends again (with the same key) until it was acknowledged, and now and then once more. */
export function send(
  messages: readonly Message[],
  { time, draw, flows, sendingMs, violated }: Ground,
  members: ReadonlyMap<string, Member>,
): (RunId | undefined)[] {
  const runs: (RunId | undefined)[] = messages.map(() => undefined)
  const flow = flows[0]?.id ?? ''
  const sendOne = (i: number, message: Message): void => {
    const member = draw.pick([...members.values()])
    const again = (ms: number): void =>
      void time.after(ms, 'sender', () => runs[i] === undefined && sendOne(i, message))
    const deployment = member?.flows.current(flow)
    if (!member || !deployment) return again(100)
    again(AGAIN_MS)
    const answered = time.as(member.name, async () => {
      const dedupe = { key: `k${i}`, windowMs: 86_400_000 }
      return member.executor.submit({ deployment, trigger: 'vao', message, dedupe }).accepted
    })
    answered.then(
      ({ run }) => {
        if (runs[i] !== undefined && runs[i] !== run) violated(new Error(`message ${i} has two runs`))
        runs[i] = run
      },
      () => again(500),
    )
  }
  messages.forEach((message, i) => {
    time.after(draw.next() * sendingMs, 'sender', () => sendOne(i, message))
    if (draw.hits(0.1)) time.after(draw.next() * 3 * sendingMs, 'sender', () => sendOne(i, message))
  })
  return runs
}
