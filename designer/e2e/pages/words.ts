import type { Page } from '@playwright/test'
import { en, vi } from '../../src/i18n/resources.ts'
import type { AdminApi } from '../admin-api.ts'

/** Sentences of the designer that exist in Vietnamese and read differently in English, as patterns of the whole text. */
export function vietnameseOnly(catalogue: unknown): readonly RegExp[] {
  const pairs = [...wordsOf(vi, en), ...textsIn(catalogue)]
  const english = new Set(pairs.map(([, text]) => text))
  return (
    [...new Set(pairs.filter(([text, other]) => text !== other && !english.has(text)).map(([text]) => text))]
      // A sentence that is hardly more than its blanks would match anything.
      .filter((text) => text.replace(/\{\{\w+\}\}/g, '').trim().length > 3)
      .map(
        (text) =>
          new RegExp(
            `^${text
              .split(/\{\{\w+\}\}/)
              .map(quoted)
              .join('.+')}$`,
            'u',
          ),
      )
  )
}

/** Everything a reader or a screen reader gets from the page: text, names, descriptions, placeholders. */
export function textsOn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement?.closest('script, style')) texts.push(node.textContent ?? '')
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(name) ?? '')
    return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))]
  })
}

/** Every text that people or partners gave: titles of flows, connections and tables, and what the flows hold. */
export async function givenWords(api: AdminApi): Promise<ReadonlySet<string>> {
  const { flows } = await api.call<{ flows: readonly { id: string }[] }>('GET', '/flows')
  const given = await Promise.all([
    ...flows.map(({ id }) => api.call('GET', `/flows/${id}`)),
    ...['/flows', '/connections', '/tables', '/users'].map((path) => api.call('GET', path)),
  ])
  return new Set(leavesOf(given))
}

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(leavesOf)
  return isRecord(value) ? Object.values(value).flatMap(leavesOf) : []
}

/** What looks like the key of a sentence that does not exist: `tabs.settings`, `runs:view.title`. */
export const looksLikeKey = (text: string): boolean => /^(?:[a-z]+:)?[a-z][A-Za-z]*(?:\.[a-z][A-Za-z]+)+$/.test(text)

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

type Pair = readonly [vietnamese: string, english: string]

function wordsOf(vietnamese: unknown, english: unknown): readonly Pair[] {
  if (typeof vietnamese === 'string' && typeof english === 'string') return [[vietnamese, english]]
  if (!isRecord(vietnamese) || !isRecord(english)) return []
  return Object.entries(vietnamese).flatMap(([key, value]) => wordsOf(value, english[key]))
}

/** Every `{ vi, en }` in what the server sends about nodes and connections. */
function textsIn(value: unknown): readonly Pair[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (!isRecord(value)) return []
  if (typeof value.vi === 'string' && typeof value.en === 'string') return [[value.vi, value.en]]
  return Object.values(value).flatMap(textsIn)
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
