import type { Message } from '#shared/message/message.ts'
import type { PollContext } from '#shared/node/trigger.ts'
import type { RealPartners } from './real-partners.ts'

/** A poll context for tests: real connections, and a store of messages that recognises repeated keys as the engine does. */
export interface TestPoll extends PollContext {
  readonly accepted: readonly Message[]
  /** Refuses the next message with this error. */
  refuseNext(error: Error): void
}

/** Makes a poll context on real partners. */
export function testPoll(partners: RealPartners): TestPoll {
  const accepted: Message[] = []
  const runs = new Map<string, string>()
  let cursor: string | undefined
  let refusal: Error | undefined
  return {
    signal: partners.signal,
    connection: partners.connection,
    http: partners.http,
    shared: partners.shared,
    log: partners.log,
    async accept(message, dedupe) {
      if (refusal) {
        const error = refusal
        refusal = undefined
        throw error
      }
      const known = runs.get(dedupe)
      if (known !== undefined) return { run: known, duplicate: true }
      const run = `run-${runs.size + 1}`
      runs.set(dedupe, run)
      accepted.push(message)
      return { run, duplicate: false }
    },
    cursor: async () => cursor,
    saveCursor: async (value) => {
      cursor = value
    },
    accepted,
    refuseNext(error) {
      refusal = error
    },
  }
}
