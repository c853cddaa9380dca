import { parentPort, workerData } from 'node:worker_threads'
import { getDocumentProxy } from 'unpdf'

/** What the thread answers: the pages, or why there are none. */
export type PdfAnswer =
  | { readonly pages: readonly string[] }
  | { readonly fault: 'password' | 'damaged' }
  | { readonly tooMany: number }

/** Most characters of all pages together. */
const MOST = 20_000_000

async function answer(bytes: Uint8Array, most: number): Promise<PdfAnswer> {
  // No fonts are loaded: only text is wanted. Scripts of a file are never run.
  const pdf = await getDocumentProxy(bytes, {
    disableFontFace: true,
    stopAtErrors: true,
    verbosity: 0,
  })
  if (pdf.numPages > most) return { tooMany: pdf.numPages }
  const pages: string[] = []
  let left = MOST
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
    left -= text.length
    if (left < 0) return { fault: 'damaged' }
    pages.push(text.normalize('NFC').trim())
    page.cleanup()
  }
  return { pages }
}

const { bytes, most }: { bytes: Uint8Array; most: number } = workerData
answer(bytes, most)
  .catch((error: unknown): PdfAnswer => {
    const name = error instanceof Error ? error.name : ''
    return { fault: name === 'PasswordException' ? 'password' : 'damaged' }
  })
  .then((made) => parentPort?.postMessage(made))
