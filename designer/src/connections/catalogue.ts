import { z } from 'zod'
import { textSchema } from '#shared/api/runs.ts'
import type { CatalogueConnection } from '#shared/node/catalogue.ts'

const schema = z.record(z.string(), z.unknown())
const kindSchema = z.object({
  kind: z.string(),
  title: textSchema,
  summary: textSchema,
  values: schema,
  secrets: schema,
})

/** The kinds of connection in what `GET /nodes` answered, in the order that the server offers them. */
export function connectionKindsOf(catalogue: unknown): readonly CatalogueConnection[] {
  return z.object({ connections: z.array(kindSchema) }).safeParse(catalogue).data?.connections ?? []
}
