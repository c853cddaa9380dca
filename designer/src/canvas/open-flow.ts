import type { FlowDetail } from '#shared/api/flows.ts'
import type { Problem } from '#shared/flow/flow.ts'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'
import type { Client } from '../api/client.ts'
import { createAutosave } from '../document/autosave.ts'
import { readCatalogue } from '../document/catalogue-answer.ts'
import type { OpenDocument } from '../document/DocumentProvider.tsx'
import { createDocumentStore } from '../document/document-store.ts'
import { createBrowserKeeper, type Keeper, keptKey } from '../document/keeper.ts'
import { createProblemsStore } from '../document/problems-store.ts'
import { restore } from '../document/restore.ts'
import { createDraftClient, withoutUndefined } from './draft-client.ts'

let browserKeeper: Keeper | undefined

/** What opening a flow gives: its stores, or the problems of a file that is no flow. */
export type Opened =
  | {
      readonly is: 'open'
      readonly document: OpenDocument
      readonly detail: FlowDetail
      /** Edits came back that had not reached the server. */
      readonly restored: boolean
    }
  | { readonly is: 'unreadable'; readonly problems: readonly Problem[] }

/** Last saves on their way, by flow: opening the same flow again waits for them, else it would meet its own save as a conflict. */
const closing = new Map<string, Promise<unknown>>()

/**
 * Opens a flow for a user: the server's draft, or edits kept in this browser that never reached it. `readOnly` for people
 * who may not change flows. Throws the client's `ApiError`.
 */
export async function openFlow(input: {
  readonly client: Client
  readonly flowId: string
  readonly user: string
  readonly readOnly: boolean
  readonly keeper?: Keeper
  /** Edits from elsewhere were merged without asking. */
  readonly merged?: () => void
}): Promise<Opened> {
  const { client, flowId, user, readOnly } = input
  await closing.get(flowId)
  const [detail, nodes] = await Promise.all([
    client.call('getFlow', { params: { id: flowId } }),
    client.call('nodes', {}),
  ])
  const parsed = parseFlow(detail.flow)
  if (!parsed.flow) return { is: 'unreadable', problems: parsed.problems }
  const { flow } = parsed
  const catalogue = readCatalogue(nodes)
  const layout = parseLayout(detail.layout ?? { format: 1, at: {} })
  const problems = createProblemsStore(withoutUndefined<Problem>(detail.problems))
  if (readOnly) {
    const document = createDocumentStore({ flow, layout, catalogue, readOnly })
    return { is: 'open', detail, restored: false, document: { document, problems } }
  }
  browserKeeper ??= createBrowserKeeper()
  const keeper = input.keeper ?? browserKeeper
  const key = keptKey(flow.id, user)
  const from = restore({ flow, layout, revision: detail.revision, begunOn: begunOn(detail) }, await keeper.load(key))
  const document = createDocumentStore({ ...from, catalogue })
  const autosave = createAutosave({
    document,
    problems,
    client: createDraftClient(client, flow.id),
    revision: from.revision,
    base: from.base,
    begunOn: from.begunOn,
    merged: input.merged,
    savedAt: detail.savedAt,
    conflict: from.found === 'conflict',
    keep: { keeper, key },
  })
  return { is: 'open', detail, restored: from.found !== 'nothing', document: { document, problems, autosave } }
}

/** A draft without a version was begun before the first one, whoever has published since. */
function begunOn({ base, version, draftBy }: FlowDetail): string | null {
  return (draftBy === undefined ? version : base) ?? null
}

/** Closes a flow: what was typed last is sent; what does not arrive stays in the browser. */
export function closeFlow(flowId: string, opened: Opened): void {
  const autosave = opened.is === 'open' ? opened.document.autosave : undefined
  if (!autosave) return
  const done = autosave.flush().finally(() => {
    autosave.stop()
    if (closing.get(flowId) === done) closing.delete(flowId)
  })
  closing.set(flowId, done)
}
