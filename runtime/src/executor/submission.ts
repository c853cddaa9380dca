import type { Dedupe, Inbound, Next, RunId } from '#runtime/engine/engine.ts'
import type { Message, Reply } from '#shared/message/message.ts'
import type { Deployment } from './flows.ts'

/** A message that a trigger hands over. */
export interface Submission {
  readonly deployment: Deployment
  readonly trigger: string
  readonly message: Message
  readonly dedupe?: Dedupe
  readonly parent?: Inbound['parent']
  readonly origin?: Inbound['origin']
}

/** A stored message: its run, and whether the same message had been stored before (then perhaps with its reply). */
export interface Accepted {
  readonly run: RunId
  readonly duplicate: boolean
  /** The key came before with another request; `run` is that one's and this message was not stored. */
  readonly conflict?: true
  readonly reply?: Reply
  readonly ended: boolean
}

/** What a waiting caller gets: the flow's reply, or how the run stood when it ended without one. */
export interface Answer {
  readonly reply?: Reply
  readonly next: Next
}

/** What becomes of a submission. */
export interface Submitted {
  readonly run: RunId
  /** There, or resolves, when the message would survive power loss (at once for one that is not stored). */
  readonly accepted: Accepted | Promise<Accepted>
}

/** What becomes of a submission whose caller waits. */
export interface Asked extends Submitted {
  /** There, or resolves, once the answer may be given, that is when everything before it is durable. */
  readonly answered: Answer | Promise<Answer>
  /** The caller has gone; the run goes on. */
  forget(): void
}
