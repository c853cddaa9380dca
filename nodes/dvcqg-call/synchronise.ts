import type { JudgedReply } from '#nodes/replies/reply.ts'
import type { Item } from './items.ts'
import type { PortalCall } from './portal.ts'

/** How `DongBoHoSoMC` treats dossiers that the portal has already. */
export type SyncMode = 'insert' | 'update' | 'insert-then-update'

type Call = (call: PortalCall) => Promise<JudgedReply>

const sync = (items: readonly Item[], isUpdating: 'True' | 'False'): PortalCall => ({
  service: 'DongBoHoSoMC',
  kind: 'write',
  fields: { isUpdating, data: items },
})

/**
 * Sends dossiers as production clients do (domain-vietnam §4.5): insert first; what the portal has already is updated, or is fine as it is.
 * A list that is refused because one of its dossiers exists is sent again one by one, since nothing tells whether the others were taken.
 */
export async function synchronise(items: readonly Item[], mode: SyncMode, call: Call): Promise<JudgedReply> {
  if (mode === 'update') return call(sync(items, 'True'))
  const inserted = await call(sync(items, 'False'))
  if (inserted.verdict !== 'duplicate') return inserted
  if (items.length === 1) {
    if (mode === 'insert') return inserted
    const updated = await call(sync(items, 'True'))
    return updated.reply.ok ? { ...updated, reply: { ...updated.reply, duplicate: true } } : updated
  }
  return oneByOne(items, mode, call)
}

async function oneByOne(items: readonly Item[], mode: SyncMode, call: Call): Promise<JudgedReply> {
  const results: unknown[] = []
  let last: JudgedReply | undefined
  for (const item of items) {
    const answer = await synchronise([item], mode, call)
    if (!answer.reply.ok) {
      return { ...answer, reply: { ...answer.reply, message: `${item.MaHoSo}: ${answer.reply.message}` } }
    }
    results.push(...(Array.isArray(answer.reply.result) ? answer.reply.result : [answer.reply.result]))
    last = answer
  }
  const { reply } = last ?? { reply: { ok: true, retryable: false, code: '0', message: '' } }
  return { verdict: 'ok', reply: { ...reply, duplicate: true, result: results } }
}
