import { retryable } from '#shared/errors/flow-error.ts'
import type { StepContext } from '#shared/node/run.ts'
import { actualPath } from './actual-path.ts'
import { withStore } from './open.ts'
import { type FileReference, referenceOf } from './reference.ts'
import { contentOf } from './transfer.ts'
import { type IfExists, writeWhole } from './write-whole.ts'

/** Writes bytes as one whole file at a connection and gives its reference; `kept` when another one was there and stays. */
export async function writeFile(
  context: StepContext,
  target: { readonly connection: string; readonly path: string; readonly ifExists: IfExists },
  bytes: Buffer,
): Promise<FileReference | 'kept'> {
  const { connection, ifExists } = target
  return withStore(connection, context, async (store) => {
    const path = await actualPath(store, target.path)
    const done = await writeWhole(store, { path, ifExists, key: context.idempotencyKey }, contentOf(bytes))
    if (done === 'kept') return 'kept'
    const found = await store.find(path)
    if (!found) throw retryable('file.changed', { path })
    return referenceOf(connection, path, found)
  })
}
