/** How what is on the screen stands to what runs. */
export type Standing = 'latest' | 'edited' | 'stale' | 'edited-stale'

/** What the server says of the flow that is open: `base` is the version that the draft was begun from. */
export interface Shown {
  readonly version?: string | undefined
  readonly base?: string | undefined
  readonly draftBy?: string | undefined
}

/** `active`: the version that runs now. Undefined for a flow that was never published. */
export function standingOf({ version, base, draftBy }: Shown, active: string | undefined): Standing | undefined {
  if (active === undefined) return undefined
  if (draftBy !== undefined) return base === active ? 'edited' : 'edited-stale'
  return version === active ? 'latest' : 'stale'
}
