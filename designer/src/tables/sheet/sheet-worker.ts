import { type Sheet, SheetFault } from '#shared/sheet/sheet-fault.ts'
import type { Text } from '#shared/text/text.ts'
import { type ReadChoices, readSheet } from './read-sheet.ts'

/** What the page asks. */
export interface SheetQuestion {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly choices: ReadChoices
}

/** What comes back: the rows, or why there are none. */
export type SheetAnswer = { readonly sheet: Sheet } | { readonly fault: Text }

self.onmessage = async ({ data }: MessageEvent<SheetQuestion>) => {
  self.postMessage(await answerTo(data))
}

async function answerTo({ bytes, choices }: SheetQuestion): Promise<SheetAnswer> {
  try {
    return { sheet: await readSheet(bytes, choices) }
  } catch (thrown) {
    if (thrown instanceof SheetFault) return { fault: thrown.text }
    return { fault: { vi: 'Không đọc được tệp này', en: 'This file cannot be read' } }
  }
}
