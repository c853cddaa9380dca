import type { ReadChoices } from './read-sheet.ts'
import type { SheetAnswer, SheetQuestion } from './sheet-worker.ts'

const LONGEST_MS = 60_000

/** Reads a file apart from the page, which stays quick, and gives up after a minute. */
export function readInWorker(
  bytes: Uint8Array<ArrayBuffer>,
  choices: ReadChoices,
  signal: AbortSignal,
): Promise<SheetAnswer> {
  const worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), { type: 'module' })
  const { promise, resolve } = Promise.withResolvers<SheetAnswer>()
  const failed: SheetAnswer = {
    fault: { vi: 'Đọc tệp quá lâu hoặc không đọc được', en: 'Reading took too long or failed' },
  }
  const timer = setTimeout(() => resolve(failed), LONGEST_MS)
  signal.addEventListener('abort', () => resolve(failed))
  worker.onmessage = ({ data }: MessageEvent<SheetAnswer>) => resolve(data)
  worker.onerror = () => resolve(failed)
  const question: SheetQuestion = { bytes, choices }
  worker.postMessage(question)
  return promise.finally(() => {
    clearTimeout(timer)
    worker.terminate()
  })
}
