import { Worker } from 'node:worker_threads'
import { contentReader } from '#nodes/files/content-in.ts'
import { withField } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import type { PdfAnswer } from './pdf-thread.ts'

/** Heap of the thread, in megabytes. */
const MOST_MB = 384

/** Reads in a thread of its own, which is ended when it takes too long or too much: a file made to do harm stops nothing else. */
export const run = defineRun(definition, (tools) => {
  const { maxPages, seconds, to } = tools.settings
  const path = to?.split('.') ?? []
  const content = contentReader(tools)

  return async (message, context) => {
    const found = await content.read(message, context)
    const bytes = found.kind === 'bytes' ? found.bytes : Buffer.alloc(0)
    const head = bytes.subarray(0, 1024).toString('latin1')
    if (!head.includes('%PDF-')) throw unreadable('tệp không phải PDF', 'the file is no PDF')
    const answer = await inThread(bytes, maxPages, seconds, context.signal)
    if ('tooMany' in answer)
      throw unreadable(
        `có ${answer.tooMany} trang, quá ${maxPages}`,
        `it has ${answer.tooMany} pages, more than ${maxPages}`,
      )
    if ('fault' in answer)
      throw answer.fault === 'password'
        ? unreadable('tệp có mật khẩu', 'it has a password')
        : unreadable('tệp bị hỏng', 'it is damaged')
    const { pages } = answer
    if (pages.every((it) => it === '')) throw permanent('pdf.no-text', { pages: pages.length })
    const file = found.kind === 'bytes' && found.file ? { file: found.file } : {}
    const result = { ...file, text: pages.join('\n\n'), pages, count: pages.length }
    return emit('out', { ...message, body: withField(message.body, path, result) })
  }
})

function unreadable(vi: string, en: string): Error {
  return permanent('pdf.unreadable', { reason: { vi, en } })
}

async function inThread(bytes: Buffer, most: number, seconds: number, signal: AbortSignal): Promise<PdfAnswer> {
  signal.throwIfAborted()
  const thread = new Worker(new URL('./pdf-thread.ts', import.meta.url), {
    workerData: { bytes: new Uint8Array(bytes), most },
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MB },
  })
  const { promise, resolve, reject } = Promise.withResolvers<PdfAnswer>()
  const tooSlow = (): void => reject(permanent('pdf.too-slow', { seconds }))
  const stopped = (): void => reject(signal.reason)
  const timer = setTimeout(tooSlow, seconds * 1000)
  signal.addEventListener('abort', stopped, { once: true })
  thread.once('message', resolve)
  // Out of memory ends the thread with an error and not the process.
  thread.once('error', tooSlow)
  thread.once('exit', tooSlow)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stopped)
    await thread.terminate()
  }
}
