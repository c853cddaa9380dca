/** An hour before New York sets its clocks back. */
export const START = Date.UTC(2026, 10, 1, 5)

export const MINUTE_MS = 60_000

/** The flow whose timetable the members call. */
export const CRON_FLOW = 'moi-phut'

/** A slot that a member was told to fire, by its own clock. */
export interface Fired {
  readonly slot: number
  readonly at: number
}
