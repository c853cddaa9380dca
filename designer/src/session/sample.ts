import { isRecord } from '../document/catalogue.ts'
import { jsonFaultAt } from './json-place.ts'

/** A message to try a flow with. Kept samples stay in this browser. */
export interface Sample {
  readonly id: string
  readonly title: string
  /** The body as typed: JSON, or text that is taken as it is (XML, CSV). */
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
  /** False for messages of real runs: they hold people's data and stay in memory until somebody saves them. */
  readonly kept: boolean
}

/** What a typed body means, or where it is wrong (line and column from 1, and the place in the text). */
export type SampleBody =
  | { readonly body: unknown }
  | { readonly wrongLine: number; readonly wrongColumn: number; readonly wrongAt: number }

/** Reads a typed body: text that begins like markup or has no sign of JSON is the body itself. */
export function bodyOf(text: string): SampleBody {
  const trimmed = text.trim()
  if (trimmed === '') return { body: null }
  if (!/^[[{"\d-]|^(?:true|false|null)$/.test(trimmed)) return { body: text }
  try {
    const body: unknown = JSON.parse(text)
    return { body }
  } catch {
    if (!/^[[{"]/.test(trimmed)) return { body: text }
    const wrongAt = jsonFaultAt(text)
    const lines = text.slice(0, wrongAt).split('\n')
    return { wrongLine: lines.length, wrongColumn: (lines.at(-1)?.length ?? 0) + 1, wrongAt }
  }
}

/** A body as it is shown for editing. */
export function textOfBody(body: unknown): string {
  return typeof body === 'string' && !/^\s*[[{"\d-]|^\s*(?:true|false|null)\s*$/.test(body)
    ? body
    : (JSON.stringify(body, null, 2) ?? '')
}

/** Reads what a former visit kept; anything that is not a sample is left out. */
export function readSamples(text: string | null): readonly Sample[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(value) ? value.flatMap(readSample) : []
  } catch {
    return []
  }
}

function readSample(value: unknown): Sample[] {
  if (!isRecord(value)) return []
  const { id, title, text, headers } = value
  if (typeof id !== 'string' || typeof title !== 'string' || typeof text !== 'string') return []
  return [{ id, title, text, headers: textsOf(headers), kept: true }]
}

/** The entries of an object that are texts. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
