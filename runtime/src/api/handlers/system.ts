import type { Handlers } from '../handler.ts'
import { openApiDocument } from '../openapi.ts'
import type { Services } from '../services.ts'

/** Health, figures, the catalogue and the description of this API. */
export function systemHandlers({ health, metricsText, catalogue, version }: Services) {
  return {
    // A stranger learns that the server is up, not which release it is.
    health: ({ caller }) => (caller ? health() : { ...health(), version: '' }),
    openapi: () => openApiDocument(version),
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4; charset=utf-8', text: await metricsText() }),
    nodes: () => catalogue(),
  } satisfies Partial<Handlers>
}
