import { refusing } from '#nodes/archives/unpack.ts'
import { packZip, safeName, type ZipFile } from '#nodes/archives/zip.ts'
import { actualPath } from '#nodes/files/actual-path.ts'
import { fromBase64 } from '#nodes/files/content-in.ts'
import { contentWriter } from '#nodes/files/content-out.ts'
import { withStore } from '#nodes/files/open.ts'
import { safeFilePath, splitPath } from '#nodes/files/safe-path.ts'
import { readLimited } from '#nodes/files/transfer.ts'
import { wrongShape } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import { defineRun, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

const MOST_FILES = 10_000

/** Packs the files in their order; two of one name are refused. */
export const run = defineRun(definition, (tools) => {
  const { settings, value } = tools
  const { source, maxBytes, filesConnection = '' } = settings
  const files = value(settings.files, 'files')
  const write = contentWriter(tools)

  async function fetched(items: readonly Item[], context: StepContext): Promise<readonly ZipFile[]> {
    return withStore(filesConnection, context, async (store) => {
      let left = maxBytes
      const all: ZipFile[] = []
      for (const item of items) {
        const path = await actualPath(store, safeFilePath(textIn(item, 'path') ?? ''))
        const content = await readLimited((sink) => store.download(path, sink), left)
        if (!content) throw permanent('archive.refused', { reason: tooLarge(maxBytes) })
        left -= content.length
        all.push({ name: textIn(item, 'name') ?? splitPath(path).name, content })
      }
      return all
    })
  }

  return async (message, context) => {
    const items = itemsOf(await files(message, context))
    const all = source === 'files' ? await fetched(items, context) : items.map(contained)
    if (all.reduce((sum, { content }) => sum + content.length, 0) > maxBytes)
      throw permanent('archive.refused', { reason: tooLarge(maxBytes) })
    const names = new Set(all.map(({ name }) => refusing(() => safeName(name))))
    if (names.size < all.length)
      throw permanent('archive.refused', { reason: { vi: 'có hai tệp trùng tên', en: 'two files have one name' } })
    return write(message, context, packZip(all))
  }
})

type Item = Readonly<Record<string, unknown>>

function itemsOf(value: unknown): readonly Item[] {
  if (!Array.isArray(value) || value.length > MOST_FILES) {
    const { vi, en } = shapeOf(value)
    throw wrongShape(
      `cần danh sách tối đa ${MOST_FILES} tệp nhưng nhận được ${vi}`,
      `needs a list of up to ${MOST_FILES} files but got ${en}`,
    )
  }
  return value.map((item: unknown) =>
    typeof item === 'object' && item !== null ? Object.fromEntries(Object.entries(item)) : { path: item },
  )
}

function contained(item: Item, index: number): ZipFile {
  const [name, base64, text] = [textIn(item, 'name'), textIn(item, 'base64'), textIn(item, 'text')]
  if (name === undefined || (base64 === undefined && text === undefined))
    throw wrongShape(
      `tệp thứ ${index + 1} thiếu name, hoặc thiếu cả base64 và text`,
      `file ${index + 1} has no name, or neither base64 nor text`,
    )
  return { name, content: base64 === undefined ? Buffer.from(text ?? '') : fromBase64(base64) }
}

function textIn(item: Item, name: string): string | undefined {
  const found = Object.hasOwn(item, name) ? item[name] : undefined
  return typeof found === 'string' ? found : undefined
}

const tooLarge = (limit: number) => ({
  vi: `các tệp cộng lại lớn hơn ${limit} byte`,
  en: `the files together have more than ${limit} bytes`,
})
