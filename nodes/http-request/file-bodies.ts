import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { z } from 'zod'
import { actualPath } from '#nodes/files/actual-path.ts'
import { withStore } from '#nodes/files/open.ts'
import { type FileReference, pathFrom, referenceOf } from '#nodes/files/reference.ts'
import type { Content } from '#nodes/files/transfer.ts'
import { writeWhole } from '#nodes/files/write-whole.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { HttpAnswer, HttpRequest, Prepare, StepContext } from '#shared/node/run.ts'
import type { fileFields } from './file-fields.ts'

type Settings = z.output<z.ZodObject<typeof fileFields>> & { readonly connection: string; readonly method: string }

/** An answer, and the file that its body became. */
export interface FiledAnswer {
  readonly answer: HttpAnswer
  readonly file?: FileReference & { readonly sha256: string }
}

/** Sends requests whose body, or whose answer, is a file at a connection. */
export interface FileBodies {
  send(
    request: HttpRequest,
    at: { readonly message: Message; readonly context: StepContext; isOk(status: number): boolean },
  ): Promise<FiledAnswer>
  /** What stands for the body where a request is described; undefined when no file is sent. */
  described(message: Message, context: StepContext): Promise<unknown>
}

/** Undefined when the settings name no file. */
export function fileBodies(settings: Settings, value: Prepare<never>['value']): FileBodies | undefined {
  const { bodyConnection = '', saveConnection = '' } = settings
  const maxBytes = settings.maxFileMb * 1_000_000
  const sends = settings.send === 'file' && settings.method !== 'GET' && settings.method !== 'HEAD'
  const takes = settings.answer === 'file'
  if (!sends && !takes) return undefined
  const from = value(settings.bodyPath, 'bodyPath')
  const to = value(settings.savePath ?? '', 'savePath')

  /** Opens the file that is sent, as long as the call lasts. */
  async function withBody<T>(message: Message, context: StepContext, call: (more: Partial<HttpRequest>) => Promise<T>) {
    if (!sends) return call({})
    const asked = await pathFrom(from, message, context)
    return withStore(bodyConnection, context, async (store) => {
      const path = await actualPath(store, asked)
      const found = await store.find(path)
      if (found?.kind !== 'file') throw permanent('file.not-found', { path })
      const { size } = found
      if (size > maxBytes) throw permanent('file.too-large', { path, size, limit: maxBytes })
      return call({ stream: { size, open: () => counted((sink) => store.download(path, sink), size, path) } })
    })
  }

  /** Calls with the answer going into a file, whole or not at all. */
  async function saved(
    message: Message,
    context: StepContext,
    call: (take: (pieces: AsyncIterable<Uint8Array>) => Promise<void>) => Promise<HttpAnswer>,
  ): Promise<FiledAnswer> {
    const asked = (await pathFrom(to, message, context)).normalize('NFC')
    return withStore(saveConnection, context, async (store) => {
      const path = await actualPath(store, asked)
      let file: FiledAnswer['file']
      const answer = await call(async (pieces) => {
        let left = false
        const content: Content = (sink) => {
          // Another one of that name came while this one was written; the partner is not asked again for the comparison.
          if (left) return Promise.reject(permanent('file.exists', { path }))
          left = true
          return pipeline(pieces, sink)
        }
        const target = { path, ifExists: settings.saveIfExists, key: context.idempotencyKey }
        const done = await writeWhole(store, target, content)
        if (done === 'kept') throw permanent('file.exists', { path })
        const found = await store.find(path)
        if (!found) throw retryable('file.changed', { path })
        file = { ...referenceOf(saveConnection, path, found), sha256: done.sha256 }
      })
      return { answer, ...(file ? { file } : {}) }
    })
  }

  return {
    send: (request, { message, context, isOk }) =>
      withBody(message, context, async (more) => {
        const full = { ...request, ...more }
        if (!takes) return { answer: await context.http(settings.connection, full) }
        const headers = { 'accept-encoding': 'gzip', ...full.headers }
        return saved(message, context, (body) =>
          context.http(settings.connection, { ...full, headers, take: { maxBytes, when: isOk, body } }),
        )
      }),
    described: async (message, context) =>
      sends ? { connection: bodyConnection, path: await pathFrom(from, message, context) } : undefined,
  }
}

/** The content of a file piece by piece; throws `file.changed` when it is not of the size that was announced. */
async function* counted(content: Content, size: number, path: string): AsyncGenerator<Uint8Array> {
  const pipe = new PassThrough()
  const sent = content(pipe)
  sent.catch((error: unknown) => pipe.destroy(error instanceof Error ? error : new Error(String(error))))
  let count = 0
  for await (const piece of pipe) {
    const bytes: Buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(piece)
    count += bytes.length
    if (count > size) throw retryable('file.changed', { path })
    yield bytes
  }
  await sent
  if (count !== size) throw retryable('file.changed', { path })
}
