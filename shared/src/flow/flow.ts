import type { Group, Note } from './layout.ts'
import type { FlowLimits, Priority } from './limits.ts'

/** The newest version of the flow file that this release reads and writes. */
export const FLOW_FORMAT = 1

/** Ids of flows and nodes: words, given once, never changed by a rename (design §5). */
export const ID_PATTERN = /^[a-z][a-z0-9-]{0,63}$/

/** A node type with the version of its settings, such as `http-in@1`. */
export const USE_PATTERN = /^([a-z][a-z0-9-]{0,63})@([1-9]\d{0,3})$/

/** Where a failed message waits for a person (hộp lỗi). In `onError.then` it stands for that place and not for a node. */
export const ERROR_INBOX = 'hop-loi'

/** What to do when a node fails: try again by a named policy, then leave it in the inbox or send it to a node. */
export interface OnError {
  /** Name of a built-in policy (`retry-policies.ts`) or of one in the flow's settings. */
  readonly retry?: string
  /** `hop-loi` (default) or the id of a node that receives the message with `$error`. */
  readonly then?: string
}

/** A node as the file holds it. Settings equal to their default are left out. */
export interface FlowNode {
  readonly use: string
  readonly title?: string
  readonly note?: string
  /** A disabled node lets messages pass unchanged through its first port. */
  readonly disabled?: boolean
  readonly settings?: Readonly<Record<string, unknown>>
  readonly onError?: OnError
  /** The first node of the branch that undoes this node's effect when the run fails for good or is stopped (EIP: Compensating Action, saga). */
  readonly compensate?: string
  /** What leaves through the first port, declared by the officer because nobody else can say (JSON Schema, without values). */
  readonly schema?: Readonly<Record<string, unknown>>
  /** Findings about arriving fields that an officer has accepted: field path → reason. */
  readonly accepted?: Readonly<Record<string, string>>
  /** Wires by output port: a wire *is* (this node, port, target node). */
  readonly to?: Readonly<Record<string, readonly string[]>>
}

/** A timetable of tries. Durations are ISO 8601. The wait before try n+1 is `min(max, first × factor^(n−1))`, ± `jitter`. */
export interface RetryPolicy {
  /** Tries after the first one. */
  readonly times: number
  readonly first: string
  readonly factor: number
  readonly max: string
  /** Share of the wait that is random, 0–1. */
  readonly jitter: number
}

/** Settings of a whole flow. */
export interface FlowSettings {
  /** Business keys: name → expression over the body of the accepted message. */
  readonly keys?: Readonly<Record<string, string>>
  /** Name of a key: messages with the same value are processed one after the other. */
  readonly partition?: string
  /** ISO 8601 duration: longest time that a caller waits for a synchronous result. */
  readonly timeout?: string
  /** `stored` (default): accepted means on disk. `none`: kept in memory only, for look-ups that change nothing. */
  readonly durability?: 'stored' | 'none'
  readonly retry?: Readonly<Record<string, RetryPolicy>>
  /** `automatic` (default): a run that failed for good undoes its effects at once. `by-hand`: only when a person says so. */
  readonly compensation?: 'automatic' | 'by-hand'
  /** Which flows go first when more is waiting than can run; `normal` when left out. */
  readonly priority?: Priority
  readonly limits?: FlowLimits
}

/** A flow (luồng): the logic, without positions (those are in `Layout`), secrets or addresses. */
export interface Flow {
  readonly format: number
  readonly id: string
  readonly title: string
  readonly summary?: string
  readonly nodes: Readonly<Record<string, FlowNode>>
  readonly settings?: FlowSettings
}

/** Positions of nodes on the canvas, in pixels, groups and notes; a dragged box changes only this, and nothing in it changes what runs. */
export interface Layout {
  readonly format: number
  readonly at: Readonly<Record<string, readonly [x: number, y: number]>>
  readonly groups?: Readonly<Record<string, Group>>
  readonly notes?: Readonly<Record<string, Note>>
}

/** How bad a problem is: an error blocks publishing, a warning is shown before it. */
export type Severity = 'error' | 'warning' | 'info'

/** A problem of a flow, with its place. `path` points into the node's settings (`branches.0.when`) or into the file. */
export interface Problem {
  readonly code: string
  readonly severity: Severity
  readonly node?: string
  readonly port?: string
  readonly path?: string
  /** The wire into `node` that the problem is about: the node that it comes from; `port` is then the port of that node. */
  readonly from?: string
  readonly message: { readonly vi: string; readonly en: string }
  readonly advice?: { readonly vi: string; readonly en: string }
}

/** Splits `http-in@1` into type and settings version; undefined when it is not of that form. */
export function parseUse(use: string): { readonly type: string; readonly version: number } | undefined {
  const found = USE_PATTERN.exec(use)
  return found?.[1] && found[2] ? { type: found[1], version: Number(found[2]) } : undefined
}
