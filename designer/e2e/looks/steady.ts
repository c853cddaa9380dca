import type { Page, Route } from '@playwright/test'
import { type RealRuns, runs } from './content.ts'

/** What the page takes for now: a Monday morning. */
const NOW = '2026-03-02T09:00:00+07:00'
/** What everything that happened while the content was made is dated at. */
const THEN = Date.parse('2026-03-02T08:15:00+07:00')
const HOUR_MS = 3_600_000

/** The node types, templates and kinds of connections that the pictures show, so that a new one does not change them. */
const shown = {
  nodes: [
    ['http-in', 'schedule', 'queue-in', 'file-watch', 'http-request', 'sql', 'mail-send', 'file-write'],
    ['map-fields', 'edit-fields', 'xml-parse', 'xml-build', 'content-based-router', 'splitter', 'aggregator'],
    ['filter', 'http-reply', 'human-task', 'delay', 'call-flow'],
  ].flat(),
  templates: ['tra-cuu-cong-dan', 'duyet-ket-qua', 'chuyen-ma-xa', 'lien-thong-khai-sinh'],
  connections: ['http', 'sql', 'queue', 'sftp', 'smtp', 'national', 'api-key'],
} as const
const kept: ReadonlySet<unknown> = new Set(Object.values(shown).flat())

/** A day's messages by the hour, as in a flow that is at work. */
const traffic = [0, 0, 0, 0, 1, 2, 6, 14, 22, 18, 15, 9, 8, 17, 21, 16, 12, 6, 3, 2, 1, 0, 0, 2]

/** Numbers that depend on the machine, by their name. */
const numbers: Readonly<Record<string, number>> = {
  durationMs: 12,
  latencyMs: 12,
  ms: 12,
  database: 400_000,
  log: 300_000,
  free: 0,
}

/** Keys that an installation makes for itself, by their name. */
const texts: Readonly<Record<string, string>> = {
  publicKey: 'MCowBQYDK2VwAyEAkhoaCuaAnhManHinhKhongDungODauCa00000000000=',
}
const keyPrint = /^[0-9a-f]{32,64}$/

const dated = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

/**
 * Makes a page show the same at every visit: the clock stands, answers of the server carry fixed times, lengths, addresses and ids of runs,
 * the fonts are ours alone, of the usual size. `began` is the moment before the installation was started.
 */
export async function holdStill(page: Page, began: number, real: RealRuns): Promise<void> {
  await page.clock.setFixedTime(new Date(NOW))
  await page.addInitScript((rules) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(rules)
    // Not a style element: the page's policy does not hold for it, and the document may be empty yet.
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  }, STEADY_STYLE)
  await page.route('**/api/v1/**', (route) => answer(route, began, real))
  await page.routeWebSocket('**/api/v1/live', (socket) => {
    const server = socket.connectToServer()
    server.onMessage((text) => {
      if (!/"type":"(?:runs|counts|flow)"/.test(String(text))) socket.send(text)
    })
  })
}

/**
 * The style that takes away what differs by machine: its fonts for code, the size of text it likes, and that it may fit letters to its pixels,
 * which makes them wider or narrower and breaks lines elsewhere.
 */
const STEADY_STYLE = `
  html { font-size: 16px !important }
  :root { --mantine-font-family-monospace: 'Be Vietnam Pro', sans-serif !important }
  code, pre, kbd, samp, textarea, input { font-family: 'Be Vietnam Pro', sans-serif !important }
  * { caret-color: transparent !important; text-rendering: geometricPrecision !important }
`

async function answer(route: Route, began: number, real: RealRuns): Promise<void> {
  const pairs = (['done', 'failed', 'waiting'] as const).map((it) => [real[it], runs[it]] as const)
  const url = pairs.reduce((text, [ours, shown]) => text.replaceAll(shown, ours), route.request().url())
  const response = await route.fetch({ url })
  if (!/\bjson\b/.test(response.headers()['content-type'] ?? '')) return route.fulfill({ response })
  const text = pairs.reduce((text, [ours, shown]) => text.replaceAll(ours, shown), await response.text())
  const body: unknown = JSON.parse(text)
  return route.fulfill({ response, json: steady(selected(body), began) })
}

/** Of the catalogue and the gallery only what the pictures show. */
function selected(body: unknown): unknown {
  if (!isRecord(body)) return body
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const isCatalogue = name === 'templates' || ('functions' in body && (name === 'nodes' || name === 'connections'))
      const chosen = (it: unknown) => isRecord(it) && [it.type, it.kind, it.id].some((word) => kept.has(word))
      return [name, isCatalogue && Array.isArray(value) ? value.filter(chosen) : value]
    }),
  )
}

/** The same value with times, lengths and addresses that are the same in every run. */
function steady(value: unknown, began: number, name = ''): unknown {
  if (name === 'traffic' && Array.isArray(value)) return traffic
  if (Array.isArray(value)) return value.map((it) => steady(it, began))
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, steady(it, began, key)]))
  if (typeof value === 'number') return numbers[name] ?? value
  if (typeof value !== 'string') return value
  if (name === 'id' && keyPrint.test(value)) return '0123456789abcdef'.repeat(value.length / 16)
  if (texts[name] !== undefined) return texts[name]
  const at = dated.test(value) ? Date.parse(value) : Number.NaN
  // Only what happened here; a holiday stays on its day.
  if (Math.abs(at - began) < 60 * 24 * HOUR_MS)
    return new Date(THEN + Math.floor((at - began) / HOUR_MS) * HOUR_MS).toISOString()
  return value.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:7101')
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
