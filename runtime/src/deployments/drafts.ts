import type { FlowDetail, SavedFlow } from '#shared/api/flows.ts'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import type { Flow, Layout, Problem } from '#shared/flow/flow.ts'
import { hashFlow } from '#shared/flow/hash.ts'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'
import { problem } from '#shared/flow/problem.ts'
import { serialiseFlow, serialiseLayout } from '#shared/flow/serialise.ts'
import type { Caller } from '../accounts/caller.ts'
import { type Clock, isoTime } from '../security/ports.ts'
import type { FlowStore, StoredDeployment, StoredDraft, StoredVersion } from './flow-store.ts'
import { named, notFound, requireId } from './names.ts'
import { readStoredFlow, readStoredLayout } from './stored-flows.ts'
import type { CheckFlow } from './surroundings.ts'

/** Personal drafts and what a person sees of a flow. */
export interface Drafts {
  /** The caller's draft if it holds changes, else the published version, else the newest draft of somebody else. */
  detail(caller: Caller, id: string): FlowDetail
  /** Stores the caller's draft. Throws `api.conflict` when it was saved from elsewhere since, 422 when it is no flow at all. */
  save(caller: Caller, id: string, input: SaveInput): Promise<SavedFlow>
  /** Throws `api.not-found` when the caller has no draft. */
  discard(caller: Caller, id: string): void
  /** What the caller would publish or test now. */
  current(caller: Caller, id: string): VisibleFlow
  state(id: string): FlowState
  /** Throws `api.not-found` unless the flow exists in the caller's unit. */
  requireFlow(caller: Caller, id: string): void
  /** A version by hash, by a beginning of it (at least 7 characters) or by number. */
  version(caller: Caller, id: string, version: string): { readonly stored: StoredVersion; readonly flow: Flow }
  /** Like `version`, or `draft` for what the caller sees, or `published` for what runs. */
  content(
    caller: Caller,
    id: string,
    which: string,
  ): { readonly hash: string; readonly flow: Flow; readonly layout?: Layout }
}

/** What `PUT /flows/{id}` brings. */
export interface SaveInput {
  readonly flow: unknown
  readonly layout?: unknown
  readonly revision?: number | undefined
  /** The version that the edits were begun on, null when none was published then; without it that of the draft, or the one that runs. */
  readonly base?: string | null | undefined
}

/** A flow as one person sees it. */
export interface VisibleFlow {
  readonly flow: Flow
  readonly hash: string
  readonly layout?: Layout
  readonly own?: StoredDraft
  /** Whose draft is seen, when it is a draft. */
  readonly draft?: StoredDraft
  readonly active?: StoredVersion
}

type FlowState = FlowDetail['state']

/** Drafts over the flow store; `check` finds the problems that are shown beside them. */
export function createDrafts(store: FlowStore, check: CheckFlow, clock: Clock): Drafts {
  function existing(unit: string, id: string): void {
    const flow = store.flow(id)
    if (!flow || flow.deleted || flow.unit !== unit) throw notFound('flow', id)
  }

  function activeOf(id: string): { deployment?: StoredDeployment; active?: StoredVersion } {
    const deployment = store.deployment(id)
    const active = deployment && store.version(id, deployment.version)
    return { ...(deployment ? { deployment } : {}), ...(active ? { active } : {}) }
  }

  function current(caller: Caller, id: string): VisibleFlow {
    existing(caller.unit, id)
    const { active } = activeOf(id)
    const own = store.draft(id, caller.name)
    const known = { ...(own ? { own } : {}), ...(active ? { active } : {}) }
    const shown = own && (isDirty(own, active) || own.hash === active?.version) ? own : undefined
    const draft = shown ?? (active ? undefined : store.drafts(id)[0])
    const content = draft ?? active
    if (!content) throw notFound('flow', id)
    const hash = draft ? draft.hash : (active?.version ?? '')
    const layout = readStoredLayout(content.layout)
    return {
      flow: readStoredFlow(hash, content.text),
      hash,
      ...(layout ? { layout } : {}),
      ...(draft && draft.hash !== active?.version ? { draft } : {}),
      ...known,
    }
  }

  function detail(caller: Caller, id: string): FlowDetail {
    const seen = current(caller, id)
    const others = store.drafts(id).filter((it) => it.account !== caller.name && isDirty(it, seen.active))
    return {
      flow: JSON.parse(serialiseFlow(seen.flow)),
      ...(seen.layout ? { layout: { ...seen.layout } } : {}),
      revision: seen.own?.revision ?? 0,
      problems: [...check(seen.flow, caller.unit), ...olderBase(seen)],
      state: state(id),
      ...(seen.active ? { version: seen.active.version } : {}),
      ...(seen.draft?.base === undefined ? {} : { base: seen.draft.base }),
      ...(seen.draft ? { savedAt: isoTime(seen.draft.savedAt), draftBy: seen.draft.account } : {}),
      otherDrafts: others.map((it) => ({ by: it.account, savedAt: isoTime(it.savedAt) })),
    }
  }

  /** Somebody published after this draft was begun: the person should know before publishing over it. */
  function olderBase({ draft, active }: VisibleFlow): readonly Problem[] {
    if (!draft || !active || draft.base === active.version) return []
    return [problem('flow.older-base', { by: active.by, number: active.number }, {}, 'warning')]
  }

  async function save(caller: Caller, id: string, input: SaveInput): Promise<SavedFlow> {
    requireId(id)
    const flow = readFlow(id, input.flow)
    const hash = await hashFlow(flow)
    const layout = input.layout === undefined ? undefined : serialiseLayout(parseLayout(input.layout))
    const savedAt = clock()
    const revision = store.transaction(() => {
      const known = store.flow(id)
      if (known && known.unit !== caller.unit) throw permanent('api.exists', { what: named('flow', id) })
      const own = store.draft(id, caller.name)
      if (input.revision !== undefined && input.revision !== (own?.revision ?? 0)) {
        throw permanent('api.conflict', { what: named('flow', id) })
      }
      store.putFlow(id, caller.unit, savedAt)
      const { active } = activeOf(id)
      if (typeof input.base === 'string' && !store.version(id, input.base)) throw notFound('version', input.base)
      const begun = own && isDirty(own, active) ? own.base : active?.version
      const base = input.base === null ? undefined : (input.base ?? begun)
      const next = (own?.revision ?? 0) + 1
      const look = layout ?? own?.layout ?? active?.layout
      store.putDraft({
        flow: id,
        account: caller.name,
        unit: caller.unit,
        revision: next,
        text: serialiseFlow(flow),
        ...(look === undefined ? {} : { layout: look }),
        hash,
        ...(base === undefined ? {} : { base }),
        savedAt,
      })
      return next
    })
    const problems = [...check(flow, caller.unit), ...olderBase(current(caller, id))]
    return { revision, problems, savedAt: isoTime(savedAt) }
  }

  function discard(caller: Caller, id: string): void {
    existing(caller.unit, id)
    if (!store.removeDraft(id, caller.name)) throw notFound('draft', id)
    // A flow that was only ever this draft is gone with it.
    if (!store.deployment(id) && store.drafts(id).length === 0) store.deleteFlow(id, clock())
  }

  function state(id: string): FlowState {
    const { deployment, active } = activeOf(id)
    if (!deployment) return 'draft'
    if (deployment.paused) return 'paused'
    return store.drafts(id).some((it) => isDirty(it, active)) ? 'changed' : 'published'
  }

  function version(caller: Caller, id: string, wanted: string): { stored: StoredVersion; flow: Flow } {
    existing(caller.unit, id)
    const stored =
      store.version(id, wanted) ??
      store
        .versions(id)
        .find((it) => String(it.number) === wanted || (wanted.length >= 7 && it.version.startsWith(wanted)))
    if (!stored) throw notFound('version', wanted)
    return { stored, flow: readStoredFlow(stored.version, stored.text) }
  }

  function content(caller: Caller, id: string, which: string): { hash: string; flow: Flow; layout?: Layout } {
    if (which === 'draft') return current(caller, id)
    const active = which === 'published' ? store.deployment(id)?.version : undefined
    const { stored, flow } = version(caller, id, active ?? which)
    const layout = readStoredLayout(stored.layout)
    return { hash: stored.version, flow, ...(layout ? { layout } : {}) }
  }

  const requireFlow = (caller: Caller, id: string): void => existing(caller.unit, id)
  return { detail, save, discard, current, state, requireFlow, version, content }
}

/** A draft that holds something which neither the running version nor the one it began from has. */
export function isDirty(draft: StoredDraft, active: StoredVersion | undefined): boolean {
  return draft.hash !== active?.version && draft.hash !== draft.base
}

/** A draft may be full of problems, but it must be a flow, and this one. */
function readFlow(id: string, source: unknown): Flow {
  const { flow, problems } = parseFlow(source)
  if (!flow) {
    const [first] = problems
    const { data } = permanent('flow.has-errors', { count: problems.length })
    throw new FlowError({
      ...data,
      ...(first ? { code: first.code, message: first.message } : {}),
      details: { problems },
    })
  }
  if (flow.id !== id)
    throw permanent('api.invalid', {
      place: 'flow.id',
      reason: { vi: `phải trùng với địa chỉ ("${id}")`, en: `must be that of the address ("${id}")` },
    })
  return flow
}
