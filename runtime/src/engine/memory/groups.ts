import type { Message } from '#shared/message/message.ts'
import type { Lease } from '../engine.ts'
import { type ClosedGroup, type CloseReason, type GroupName, type Groups, HOLD_MS, type Part } from '../groups.ts'
import type { MemoryStore, StoredRun } from './store.ts'

/** A group with its parts as JSON text, so that nobody can change them later. */
export interface StoredGroup extends GroupName {
  readonly id: number
  readonly unit: string
  readonly openedAt: number
  readonly rememberMs: number
  version: string
  state: 'open' | 'closed' | 'settled'
  reason?: CloseReason
  readonly parts: { readonly run: string; readonly path: string; text: string }[]
  nextAt: number
}

const revisionOf = (group: StoredGroup | undefined): string =>
  group?.state === 'open' ? `${group.id}.${group.parts.length}` : ''
const messagesOf = (group: StoredGroup | undefined): readonly Message[] =>
  (group?.parts ?? []).map(({ text }) => JSON.parse(text) as Message)

/** Groups over a store in memory; `held` finds the run of a lease that still counts. */
export function createMemoryGroups(
  store: MemoryStore,
  held: (lease: Pick<Lease, 'run' | 'epoch'>) => StoredRun | undefined,
): Groups {
  const newest = ({ flow, node, key }: GroupName): StoredGroup | undefined =>
    store.groups.findLast((it) => it.flow === flow && it.node === node && it.key === key)
  const forget = (group: StoredGroup): void => void store.groups.splice(store.groups.indexOf(group), 1)

  return {
    async join(lease, part) {
      const text = JSON.stringify(part.message)
      const run = held(lease)
      if (!run) return 'stale'
      const { node, key, path, at, decided, rememberMs } = part
      const before = newest(part)
      // A group whose time was up before anybody looked is closed by now.
      if (before?.state === 'open' && before.nextAt <= at) close(before, 'time', at)
      if (decided && decided.revision !== revisionOf(before)) return 'changed'
      const late = rememberMs > 0 && before !== undefined && before.state !== 'open'
      const outcome = late ? 'late' : add(store, run, part, text, before)
      run.journal.push(JSON.stringify({ kind: 'part', path, node, key, outcome, at }))
      return outcome
    },
    async peek(name) {
      const group = newest(name)
      return group?.state === 'open'
        ? { revision: revisionOf(group), parts: messagesOf(group) }
        : { revision: '', parts: [] }
    },
    async take(max, at) {
      const due = store.groups
        .filter((it) => it.nextAt <= at)
        .sort((a, b) => a.nextAt - b.nextAt)
        .slice(0, max)
      for (const group of due.filter((it) => it.state === 'settled')) forget(group)
      return due.filter((it) => it.state !== 'settled').map((it) => taken(it, at))
    },
    async settle(id, at) {
      const group = store.groups.find((it) => it.id === id)
      if (group?.state !== 'closed') return
      group.parts.length = 0
      group.state = 'settled'
      group.nextAt = at + group.rememberMs
      if (group.rememberMs === 0) forget(group)
    },
  }
}

function taken(group: StoredGroup, at: number): ClosedGroup {
  group.state = 'closed'
  group.reason ??= 'time'
  group.nextAt = at + HOLD_MS
  const { id, unit, flow, node, key, version, reason } = group
  return { id, unit, flow, node, key, version, reason, parts: messagesOf(group) }
}

function add(
  store: MemoryStore,
  run: StoredRun,
  part: Part,
  text: string,
  before: StoredGroup | undefined,
): 'joined' | 'full' {
  const { flow, node, key, path, at, timeout, rememberMs, most, count, decided } = part
  const group: StoredGroup =
    before?.state === 'open'
      ? before
      : {
          id: store.nextGroup++,
          ...{ flow, node, key, rememberMs },
          unit: run.inbound.unit,
          version: run.version,
          state: 'open',
          openedAt: at,
          parts: [],
          nextAt: at + timeout.ms,
        }
  const own = group.parts.find((it) => it.run === run.inbound.run && it.path === path)
  const others = group.parts.filter((it) => it !== own)
  const bytes = [...others.map((it) => it.text), text].reduce((sum, it) => sum + Buffer.byteLength(it), 0)
  if (others.length + 1 > most.parts || bytes > most.bytes) return 'full'
  if (group !== before) store.groups.push(group)
  if (own) own.text = text
  else group.parts.push({ run: run.inbound.run, path, text })
  group.version = run.version
  group.nextAt = (timeout.from === 'first' ? group.openedAt : at) + timeout.ms
  if (count !== undefined && group.parts.length >= count) close(group, 'count', at)
  else if (decided?.close) close(group, 'condition', at)
  return 'joined'
}

function close(group: StoredGroup, reason: CloseReason, at: number): void {
  group.state = 'closed'
  group.reason = reason
  group.nextAt = at
}
