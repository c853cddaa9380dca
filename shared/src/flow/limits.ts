import { z } from 'zod'

/** Who goes first when more is waiting than can run (cao, thường, thấp). */
export const priorities = ['high', 'normal', 'low'] as const
export type Priority = (typeof priorities)[number]

/** What a rate is counted over. */
export const periods = ['second', 'minute', 'hour'] as const
export type Period = (typeof periods)[number]

/** Milliseconds of a period. */
export const PERIOD_MS: Readonly<Record<Period, number>> = { second: 1000, minute: 60_000, hour: 3_600_000 }

/** Open runs of a flow beyond which new messages are refused, when the flow does not say. */
export const DEFAULT_BACKLOG = 1_000_000

/** Limits of a flow. Runs beyond `running` and `rate` wait in the queue; messages beyond `backlog` are refused. */
export interface FlowLimits {
  /** Most runs under way at a time on the whole installation; runs that sleep (delay, retry) do not count. */
  readonly running?: number
  /** Most runs begun in a period. */
  readonly rate?: number
  /** Period of `rate`; a second when left out. */
  readonly per?: Period
  /** Most runs that have not ended, waiting ones included. */
  readonly backlog?: number
}

/** The shape of a flow's limits in its file. */
export const flowLimitsSchema = z.strictObject({
  running: z.int().min(1).max(100_000).optional(),
  rate: z.int().min(1).max(1_000_000).optional(),
  per: z.enum(periods).optional(),
  backlog: z.int().min(1).max(100_000_000).optional(),
})
