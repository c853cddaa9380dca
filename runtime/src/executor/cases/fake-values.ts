import { removeAccents } from '#shared/vietnam/text/normalise.ts'
import { isRecord } from './expectations.ts'
import { fakeOf, type Kind, kindOf } from './personal-kinds.ts'

/** More different values than these are not replaced one by one; a message of ordinary size has a few dozen. */
const MOST_VALUES = 5000
/** Shorter values are replaced where they stand alone, not inside longer texts: too much would look like them. */
const SHORTEST_INSIDE = 5

/** What was replaced: how many different values of each kind. */
type Masked = Readonly<Record<string, number>>

/**
 * Replaces what looks like personal data in any JSON: the same value by the same other one wherever it stands, also inside longer texts, in
 * capitals or without accents, so that what belonged together still does. Guesses by names of fields and shapes of values: what it cannot know
 * for personal it leaves, so a person has to look.
 */
export function maskCase<T>(value: T): { readonly value: T; readonly masked: Masked } {
  const kinds = new Map<string, Kind>()
  collect(value, '', kinds)
  const fakes = new Map<string, string>()
  const masked: Record<string, number> = {}
  for (const [text, kind] of kinds) {
    masked[kind] = (masked[kind] ?? 0) + 1
    const fake = fakeOf(text, kind, masked[kind])
    for (const form of [removeAccents, (it: string) => it])
      for (const letters of [(it: string) => it.toUpperCase(), (it: string) => it])
        fakes.set(letters(form(text)), letters(form(fake)))
    fakes.set(text, fake)
  }
  return { value: replaced(value, fakes, insideOf(fakes)) as T, masked }
}

/** Finds personal values with their kinds; texts that hold JSON or markup are looked into. */
function collect(value: unknown, field: string, into: Map<string, Kind>): void {
  if (into.size >= MOST_VALUES) return
  if (Array.isArray(value)) for (const item of value) collect(item, field, into)
  else if (isRecord(value)) for (const [name, item] of Object.entries(value)) collect(item, name, into)
  else if (typeof value === 'number') note(String(value), field, into)
  else if (typeof value === 'string') collectText(value, field, into)
}

function collectText(text: string, field: string, into: Map<string, Kind>): void {
  const trimmed = text.trim()
  const inner = /^[[{]/.test(trimmed) ? parsed(trimmed) : undefined
  if (inner !== undefined) return collect(inner, field, into)
  if (!trimmed.startsWith('<')) return note(trimmed, field, into)
  for (const [, name = '', content = ''] of trimmed.matchAll(/<(?:[\w.-]+:)?([\w.-]+)[^<>]*>([^<>]+)<\//g))
    note(content.trim(), name, into)
  for (const [, name = '', content = ''] of trimmed.matchAll(/\s(?:[\w.-]+:)?([\w.-]+)="([^"<>]+)"/g))
    note(content.trim(), name, into)
}

function note(text: string, field: string, into: Map<string, Kind>): void {
  const kind = kindOf(field, text)
  if (kind && !into.has(text)) into.set(text, kind)
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

/** Finds the longer values inside texts, the longest first; digits only where no other digit touches them. */
function insideOf(fakes: ReadonlyMap<string, string>): RegExp | undefined {
  const long = [...fakes.keys()].filter((text) => text.length >= SHORTEST_INSIDE).sort((a, b) => b.length - a.length)
  if (long.length === 0) return undefined
  return new RegExp(
    `(?<![\\p{L}\\d])(?:${long.map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')})(?![\\p{L}\\d])`,
    'gu',
  )
}

function replaced(value: unknown, fakes: ReadonlyMap<string, string>, inside: RegExp | undefined): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => replaced(item, fakes, inside))
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaced(item, fakes, inside)]))
  if (typeof value === 'number') {
    const fake = fakes.get(String(value))
    return fake === undefined ? value : Number(fake)
  }
  if (typeof value !== 'string') return value
  return fakes.get(value) ?? (inside ? value.replace(inside, (text) => fakes.get(text) ?? text) : value)
}
