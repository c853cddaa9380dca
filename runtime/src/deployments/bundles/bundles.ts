import type { z } from 'zod'
import type { applyBundleSchema, BundlePreview, bundleFileSchema, exportBundleSchema } from '#shared/api/bundles.ts'
import { mayActAs } from '#shared/api/roles.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { hashFlow } from '#shared/flow/hash.ts'
import { serialiseFlow, serialiseLayout } from '#shared/flow/serialise.ts'
import type { Caller } from '../../accounts/caller.ts'
import type { Clock } from '../../security/ports.ts'
import { keyId, type SigningKey } from '../../security/signing-key.ts'
import { diffFlows } from '../diff.ts'
import { type Drafts, isDirty } from '../drafts.ts'
import { named } from '../names.ts'
import type { Registry } from '../registry.ts'
import type { CheckFlow, SurroundingStores } from '../surroundings.ts'
import { refuseUnclearRows } from '../tables.ts'
import type { TestCases } from '../test-cases.ts'
import type { Uses } from '../uses.ts'
import type { WorkerPool } from '../worker-pool.ts'
import { type Bundle, readBundle, writeBundle } from './bundle.ts'
import { collectBundle } from './collect.ts'
import { rebound } from './rebind.ts'
import type { Signers } from './signers.ts'

type ApplyInput = z.output<typeof applyBundleSchema>

/** Flows on their way between installations. */
export interface Bundles {
  export(caller: Caller, input: z.output<typeof exportBundleSchema>): z.infer<typeof bundleFileSchema>
  /** What importing would do; changes nothing. */
  preview(caller: Caller, content: string): Promise<BundlePreview>
  /** Imports everything or nothing; flows become the caller's drafts. */
  apply(caller: Caller, input: ApplyInput): Promise<{ flows: string[]; tables: string[]; cases: number }>
  readonly key: SigningKey
  readonly signers: Signers
}

/** What bundles work with. */
export interface BundleParts extends SurroundingStores {
  readonly drafts: Drafts
  readonly cases: TestCases
  readonly uses: Uses
  readonly check: CheckFlow
  readonly registry: Registry
  readonly pool: WorkerPool
  readonly clock: Clock
  readonly key: SigningKey
  readonly signers: Signers
}

/** Export and import of bundles. */
export function createBundles(parts: BundleParts): Bundles {
  const { flows, tables, connections, drafts, cases, uses, check, registry, pool, clock, key, signers } = parts

  function signatureOf(caller: Caller, signedBy: string | undefined): BundlePreview['signature'] {
    if (signedBy === undefined) return { is: 'none' }
    const id = keyId(signedBy)
    if (id === key.id) return { is: 'own', key: id }
    const known = signers.list(caller.unit).find((it) => it.id === id)
    return known ? { is: 'trusted', key: id, title: known.title } : { is: 'unknown', key: id }
  }

  /** What stands here under the id: what runs, else the newest draft. Refuses a flow of another unit. */
  function presentFlow(caller: Caller, id: string): { hash: string; flow: Flow } | undefined {
    const known = flows.flow(id)
    if (known && known.unit !== caller.unit) throw permanent('api.exists', { what: named('flow', id) })
    if (!known || known.deleted) return undefined
    return drafts.content(caller, id, flows.deployment(id) ? 'published' : 'draft')
  }

  function hasOwnDraft(caller: Caller, id: string): boolean {
    const own = flows.draft(id, caller.name)
    const deployment = flows.deployment(id)
    return own !== undefined && isDirty(own, deployment && flows.version(id, deployment.version))
  }

  async function previewFlow(
    caller: Caller,
    it: Bundle['flows'][number],
    bundle: Bundle,
  ): Promise<BundlePreview['flows'][number]> {
    const { flow } = it
    const present = presentFlow(caller, flow.id)
    const changes = present ? diffFlows(present.flow, flow, registry) : []
    const isSame = present?.hash === (await hashFlow(flow))
    const inside = new Set([...bundle.flows.map((other) => other.flow.id), ...bundle.tables.map((table) => table.id)])
    const brought = new Set(uses.namesIn(flow).flatMap((name) => (inside.has(name.value) ? [name.node] : [])))
    return {
      id: flow.id,
      title: flow.title,
      state: present === undefined ? 'new' : isSame ? 'same' : 'changed',
      changes: [...changes],
      // Connections are asked for one by one, and what comes with the bundle is not missing.
      problems: check(flow, caller.unit).filter(
        ({ code, node }) =>
          code !== 'flow.unknown-connection' &&
          !((code === 'flow.unknown-flow' || code === 'flow.unknown-table') && node !== undefined && brought.has(node)),
      ),
      cases: it.cases.length,
      ownDraft: hasOwnDraft(caller, flow.id),
    }
  }

  function previewTable(caller: Caller, table: Bundle['tables'][number]): BundlePreview['tables'][number] {
    const known = tables.summary(table.id)
    if (known && known.unit !== caller.unit) throw permanent('api.exists', { what: named('table', table.id) })
    const present = known && tables.find(table.id)
    const isSame = JSON.stringify(present?.rows) === JSON.stringify(table.rows)
    const state = present === undefined ? 'new' : isSame ? 'same' : 'changed'
    return { id: table.id, title: table.title, state, rows: table.rows.length }
  }

  function previewConnection(caller: Caller, it: Bundle['connections'][number]): BundlePreview['connections'][number] {
    const ofKind = connections.list(caller.unit).filter(({ kind }) => kind === it.kind)
    const kindTitle = registry.connectionKinds.get(it.kind)?.title
    return {
      ...it,
      ...(kindTitle ? { kindTitle } : {}),
      fits: ofKind.some(({ id }) => id === it.id),
      candidates: ofKind.map(({ id, title }) => ({ id, title })),
    }
  }

  async function apply(
    caller: Caller,
    input: ApplyInput,
  ): Promise<{ flows: string[]; tables: string[]; cases: number }> {
    const { bundle, signedBy } = readBundle(Buffer.from(input.content, 'base64'))
    const { is } = signatureOf(caller, signedBy)
    if ((is === 'unknown' || is === 'none') && !(input.acceptUntrusted && mayActAs(caller.role, 'admin')))
      throw permanent('bundle.untrusted')
    for (const target of Object.values(input.bind))
      if (connections.find(target)?.unit !== caller.unit)
        throw permanent('api.invalid', { place: 'bind', reason: target })
    const coming = await Promise.all(
      bundle.flows.map(async (it) => {
        const flow = rebound(it.flow, input.bind, registry)
        return { ...it, flow, hash: await hashFlow(flow), present: presentFlow(caller, flow.id) }
      }),
    )
    const fresh = coming.filter(({ hash, present }) => hash !== present?.hash)
    const blocking = fresh.find(({ flow }) => hasOwnDraft(caller, flow.id))
    if (blocking && !input.replaceDrafts)
      throw permanent('bundle.draft-in-way', { what: named('flow', blocking.flow.id) })
    const wanted = bundle.tables.filter((table) => {
      const { state } = previewTable(caller, table)
      return state === 'new' || (state === 'changed' && input.replaceTables.includes(table.id))
    })
    for (const table of wanted) refuseUnclearRows(table)
    let saved = 0
    flows.transaction(() => {
      for (const table of wanted) tables.put(table, caller.unit, caller.name, clock())
      for (const it of fresh) putDraft(caller, it)
      for (const { flow, cases: own } of coming)
        for (const it of own) {
          cases.save(caller, flow.id, it.name, it.case)
          saved++
        }
    })
    if (wanted.length > 0) await pool.all((worker) => worker.tables(tables.all()))
    return { flows: fresh.map(({ flow }) => flow.id), tables: wanted.map(({ id }) => id), cases: saved }
  }

  function putDraft(caller: Caller, { flow, hash, layout }: Bundle['flows'][number] & { readonly hash: string }): void {
    const at = clock()
    const own = flows.draft(flow.id, caller.name)
    const base = flows.deployment(flow.id)?.version
    flows.putFlow(flow.id, caller.unit, at)
    flows.putDraft({
      flow: flow.id,
      account: caller.name,
      unit: caller.unit,
      revision: (own?.revision ?? 0) + 1,
      text: serialiseFlow(flow),
      ...(layout ? { layout: serialiseLayout(layout) } : {}),
      hash,
      ...(base === undefined ? {} : { base }),
      savedAt: at,
    })
  }

  return {
    key,
    signers,
    export(caller, { flows: ids, of }) {
      const bundle = collectBundle(parts, caller, ids, of)
      const name = `${ids.length === 1 ? ids[0] : `${ids[0]}-va-${ids.length - 1}-luong`}.flowpack`
      return { name, content: writeBundle(bundle, key).toString('base64'), key: key.id }
    },
    async preview(caller, content) {
      const { bundle, signedBy } = readBundle(Buffer.from(content, 'base64'))
      return {
        signature: signatureOf(caller, signedBy),
        flows: await Promise.all(bundle.flows.map((it) => previewFlow(caller, it, bundle))),
        tables: bundle.tables.map((it) => previewTable(caller, it)),
        connections: bundle.connections.map((it) => previewConnection(caller, it)),
      }
    },
    apply,
  }
}
