import type { LiveCommand, LiveEvent } from '#shared/api/live.ts'
import type { RunSummary } from '#shared/api/runs.ts'
import type { Caller } from '../accounts/caller.ts'

/** One browser that watches. */
export interface LiveClient {
  readonly caller: Caller
  send(event: LiveEvent): void
  /** True while what was sent is not yet on its way: runs then wait, and only their newest state is kept. */
  readonly congested: boolean
  /** Ends the connection, because its session ended. */
  end(): void
}

/** The meeting point of what happens and who watches. A client only hears of its own unit. */
export interface LiveHub {
  join(client: LiveClient): { command(command: LiveCommand): void; leave(): void }
  /** Newest states of runs; `unitOf` tells whose flow it is. */
  runs(runs: readonly RunSummary[], unitOf: (flow: string) => string | undefined): void
  tell(unit: string, event: Exclude<LiveEvent, { type: 'runs' }>): void
  tellAll(event: Exclude<LiveEvent, { type: 'runs' }>): void
  endSession(session: string): void
  /** Ends connections whose session is over by now. */
  endStale(alive: (session: string) => boolean): void
  readonly clients: number
  /** Sends what has gathered; called at most four times a second. */
  flush(): void
}

interface Member {
  readonly client: LiveClient
  readonly waiting: Map<string, RunSummary>
  open: string | undefined
}

/** More runs than this a batch tell nobody anything; the list is reloaded instead of read. */
const MOST_RUNS = 500

/** A hub without clients. */
export function createLiveHub(): LiveHub {
  const members = new Set<Member>()

  function presence(unit: string, flow: string): void {
    const here = [...members].filter((it) => it.open === flow && it.client.caller.unit === unit)
    const users = [...new Set(here.map((it) => it.client.caller.displayName))].sort()
    for (const { client } of here) client.send({ type: 'presence', flow, users })
  }

  function show(member: Member, flow: string | undefined): void {
    const before = member.open
    if (before === flow) return
    member.open = flow
    const { unit } = member.client.caller
    if (before !== undefined) presence(unit, before)
    if (flow !== undefined) presence(unit, flow)
  }

  function flushOne({ client, waiting }: Member): void {
    if (waiting.size === 0 || client.congested) return
    const newest = [...waiting.values()].slice(-MOST_RUNS)
    waiting.clear()
    client.send({ type: 'runs', runs: newest })
  }

  return {
    join(client) {
      const member: Member = { client, waiting: new Map(), open: undefined }
      members.add(member)
      return {
        command: (command) => show(member, command.flow ?? undefined),
        leave() {
          show(member, undefined)
          members.delete(member)
        },
      }
    },
    runs(runs, unitOf) {
      if (members.size === 0) return
      for (const run of runs) {
        const unit = unitOf(run.flow)
        for (const { client, waiting } of members) {
          if (client.caller.unit !== unit) continue
          waiting.delete(run.id)
          waiting.set(run.id, run)
          const oldest = waiting.size > MOST_RUNS ? waiting.keys().next().value : undefined
          if (oldest !== undefined) waiting.delete(oldest)
        }
      }
    },
    tell(unit, event) {
      for (const { client } of members) if (client.caller.unit === unit) client.send(event)
    },
    tellAll(event) {
      for (const { client } of members) client.send(event)
    },
    endSession(session) {
      for (const { client } of members) if (client.caller.session === session) client.end()
    },
    endStale(alive) {
      for (const { client } of members) {
        if (client.caller.session !== undefined && !alive(client.caller.session)) client.end()
      }
    },
    get clients() {
      return members.size
    },
    flush() {
      for (const member of members) flushOne(member)
    },
  }
}
