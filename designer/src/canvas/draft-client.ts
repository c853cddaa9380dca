import { parseFlow, parseLayout } from '#shared/flow/parse.ts'
import { asApiError } from '../api/api-error.ts'
import type { Client } from '../api/client.ts'
import type { DraftClient, SaveAnswer, Theirs } from '../document/autosave.ts'
import { placeMissing } from '../document/place-missing.ts'

/** The draft of one flow over the admin API; faults come back as data. */
export function createDraftClient(client: Client, id: string): DraftClient {
  return {
    async save({ flow, layout, revision, base }): Promise<SaveAnswer> {
      try {
        const saved = await client.call('saveFlow', {
          params: { id },
          body: { flow: { ...flow }, layout: { ...layout }, revision, ...(base === undefined ? {} : { base }) },
        })
        return {
          is: 'saved',
          revision: saved.revision,
          savedAt: saved.savedAt,
          problems: withoutUndefined(saved.problems),
        }
      } catch (thrown) {
        const { status, text } = asApiError(thrown)
        if (status === 409) return { is: 'conflict' }
        return status === 0 || status === 408 || status === 429 || status >= 500
          ? { is: 'unreachable' }
          : { is: 'refused', reason: text }
      }
    },
    async load(): Promise<Theirs | undefined> {
      try {
        const detail = await client.call('getFlow', { params: { id } })
        const { flow } = parseFlow(detail.flow)
        if (!flow) return undefined
        return {
          flow,
          layout: placeMissing(flow, parseLayout(detail.layout ?? { format: 1, at: {} })),
          revision: detail.revision,
          problems: withoutUndefined(detail.problems),
          by: detail.draftBy,
          savedAt: detail.savedAt,
        }
      } catch {
        return undefined
      }
    },
  }
}

type Loose<T> = { [K in keyof T]: T[K] | undefined }

/** Takes keys whose value is undefined away: zod's optional parts as our types (exact optional properties) want them. */
export function withoutUndefined<T extends object>(items: readonly Loose<T>[]): readonly T[] {
  return items.map((item) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as T)
}
