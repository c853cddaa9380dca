import { permanent } from '#shared/errors/flow-error.ts'

/** Refuses a text that may hold more elements than `most`, before it is parsed: two signs `<` an element. Throws `xml.too-large`. */
export function checkElementCount(text: string, most: number): void {
  let count = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) count++
  if (count > most * 2) throw permanent('xml.too-large', { limit: { vi: `${most} phần tử`, en: `${most} elements` } })
}
