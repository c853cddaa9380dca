import { actualPath } from '#nodes/files/actual-path.ts'
import { namePattern } from '#nodes/files/name-pattern.ts'
import { withStore } from '#nodes/files/open.ts'
import { referenceOf } from '#nodes/files/reference.ts'
import { joinPath, safePath } from '#nodes/files/safe-path.ts'
import { PART_SUFFIX } from '#nodes/files/write-whole.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Lists files that fit the pattern, sorted by name; those still being written are left out. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { connection, most } = settings
  const where = value(settings.folder, 'folder')
  const fits = namePattern(settings.pattern)
  return async (message, context) => {
    const asked = safePath(String((await where(message, context)) ?? ''))
    return withStore(connection, context, async (store) => {
      const folder = await actualPath(store, asked)
      const found = (await store.list(folder)).filter(
        (it) => it.kind === 'file' && fits(it.name) && !it.name.endsWith(PART_SUFFIX),
      )
      if (found.length > most) throw permanent('file.too-many', { path: folder, limit: most })
      const files = found
        .map((it) => referenceOf(connection, joinPath(folder, it.name), it))
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      return emit('out', { ...message, body: { files, count: files.length } })
    })
  }
})
