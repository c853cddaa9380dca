import { actualPath } from '#nodes/files/actual-path.ts'
import { withStore } from '#nodes/files/open.ts'
import { pathFrom, referenceOf } from '#nodes/files/reference.ts'
import { splitPath } from '#nodes/files/safe-path.ts'
import type { FileStore } from '#nodes/files/store.ts'
import { writeWhole } from '#nodes/files/write-whole.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Does one thing to one file; what an earlier try of this step has done already counts as done. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { connection, action, ifExists, toConnection = connection } = settings
  const where = value(settings.path, 'path')
  const target = value(settings.to ?? '', 'to')

  async function copy(store: FileStore, path: string, message: Message, context: StepContext): Promise<Emission> {
    if ((await store.find(path))?.kind !== 'file') return emit('missing', message)
    const asked = (await pathFrom(target, message, context)).normalize('NFC')
    const key = context.idempotencyKey
    return withStore(toConnection, context, async (other) => {
      const to = await actualPath(other, asked)
      const done = await writeWhole(other, { path: to, ifExists, key }, (sink) => store.download(path, sink))
      if (done === 'kept') return emit('exists', message)
      const found = await other.find(to)
      if (!found) throw permanent('file.not-found', { path: to })
      return emit('out', { ...message, body: referenceOf(toConnection, to, found) })
    })
  }

  async function move(store: FileStore, path: string, message: Message, context: StepContext): Promise<Emission> {
    const to = (await pathFrom(target, message, context)).normalize('NFC')
    const from = await store.find(path)
    if (from?.kind !== 'file') {
      const moved = context.attempt > 1 ? await store.find(to) : undefined
      return moved ? emit('out', { ...message, body: referenceOf(connection, to, moved) }) : emit('missing', message)
    }
    const { folder } = splitPath(to)
    if (folder !== '') await store.makeFolder(folder)
    try {
      await store.rename(path, to, ifExists === 'replace')
    } catch (error) {
      if (ifExists === 'keep' && toErrorData(error).code === 'file.exists') return emit('exists', message)
      throw error
    }
    return emit('out', { ...message, body: referenceOf(connection, to, { ...from, name: splitPath(to).name }) })
  }

  async function remove(store: FileStore, path: string, message: Message, context: StepContext): Promise<Emission> {
    const found = await store.find(path)
    if (found?.kind !== 'file') return emit(context.attempt > 1 ? 'out' : 'missing', message)
    await store.remove(path)
    return emit('out', { ...message, body: referenceOf(connection, path, found) })
  }

  const actions = { copy, move, delete: remove }
  return async (message, context) => {
    const asked = await pathFrom(where, message, context)
    return withStore(connection, context, async (store) =>
      actions[action](store, await actualPath(store, asked), message, context),
    )
  }
})
