import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** Code tables (danh mục). */
export function tableHandlers({ tables }: Services) {
  return {
    listTables: ({ caller }) => ({ tables: tables.list(caller) }),
    getTable: ({ caller, params }) => tables.get(caller, params.id),
    saveTable: ({ caller, params, body }) => tables.save(caller, { id: params.id, ...body }),
    deleteTable: async ({ caller, params }) => {
      await tables.remove(caller, params.id)
      return undefined
    },
  } satisfies Partial<Handlers>
}
