import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** The template gallery. */
export function templateHandlers({ templates, hub }: Services) {
  return {
    listTemplates: ({ caller }) => ({ templates: templates.list(caller) }),
    useTemplate: async ({ caller, params, body }) => {
      const made = await templates.use(caller, params.id, body)
      hub.tell(caller.unit, { type: 'flow', flow: made.flow, change: 'saved', by: caller.displayName })
      return made
    },
  } satisfies Partial<Handlers>
}
