import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** Flow bundles (gói luồng) and the keys that sign them. */
export function bundleHandlers({ bundles, hub }: Services) {
  return {
    exportBundle: ({ caller, body }) => bundles.export(caller, body),
    previewBundle: ({ caller, body }) => bundles.preview(caller, body.content),
    applyBundle: async ({ caller, body }) => {
      const applied = await bundles.apply(caller, body)
      for (const flow of applied.flows)
        hub.tell(caller.unit, { type: 'flow', flow, change: 'saved', by: caller.displayName })
      return applied
    },
    listSigners: ({ caller }) => ({
      own: { id: bundles.key.id, title: '', publicKey: bundles.key.publicKey },
      trusted: [...bundles.signers.list(caller.unit)],
    }),
    trustSigner: ({ caller, body }) => bundles.signers.trust(caller, body.title, body.publicKey),
    distrustSigner: ({ caller, params }) => {
      bundles.signers.distrust(caller, params.id)
      return undefined
    },
  } satisfies Partial<Handlers>
}
