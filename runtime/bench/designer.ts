import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { type Figure, median, round, say } from '../chaos/harness/figures.ts'
import type { PlainFlow } from '../chaos/harness/flows.ts'
import { installServer, projectFolder, type Server } from '../chaos/harness/server.ts'
import { inWorkplace, type Workplace } from '../chaos/harness/workplace.ts'
import { DOSSIER, FIELDS } from './dossier.ts'

/** The figures that a browser gives, and `mapper.previewMs`. */
export const DESIGNER_FIGURES = [
  'designer.open500Ms',
  'designer.drag500Fps',
  'designer.drag2000Fps',
  'mapper.previewMs',
] as const

const OPENINGS = 5
const DRAG_MS = 3000
const NODE = '.react-flow__node'
const COLUMNS = 25

/** Opens and drags large flows in a real Chromium, and asks for mapping previews of 200 KB, against one installation. */
export async function designerFigures(wanted: readonly string[]): Promise<readonly Figure[]> {
  return inWorkplace('bench-designer', false, async (place) => {
    if (!existsSync(join(projectFolder, 'dist', 'designer', 'index.html'))) throw new Error('the designer is not built')
    const server = await installServer({ folder: join(place.folder, 'server'), workers: 1 })
    place.serves(server)
    await server.start()
    const figures: Figure[] = []
    if (wanted.includes('mapper.previewMs')) figures.push(await previewFigure(server))
    if (!wanted.some((it) => it.startsWith('designer.'))) return figures
    for (const count of [500, 2000]) {
      const { flow, layout } = largeFlow(count)
      await server.api('PUT', `/flows/${flow.id}`, { flow, layout })
    }
    const context = await signedIn(place, server)
    const page = await context.newPage()
    if (wanted.includes('designer.open500Ms')) figures.push(await openFigure(page, server))
    if (wanted.includes('designer.drag500Fps')) figures.push(await dragFigure(page, server, 500, 55))
    if (wanted.includes('designer.drag2000Fps')) figures.push(await dragFigure(page, server, 2000, 30))
    return figures
  })
}

/** A Chromium of the system, else Playwright's own; an administrator is signed in. */
async function signedIn(place: Workplace, server: Server): Promise<BrowserContext> {
  const system = [process.env.LIENTHONG_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome']
  const executablePath = system.find((path) => path !== undefined && existsSync(path))
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] })
  place.ends(() => browser.close())
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 } })
  const [name, password] = [`can-bo-${randomBytes(4).toString('hex')}`, randomBytes(12).toString('hex')]
  await server.api('POST', '/users', { name, displayName: 'Cán bộ Thử Nghiệm', role: 'admin', password })
  const answer = await context.request.post(`${server.address}/api/v1/session`, { data: { name, password } })
  if (!answer.ok()) throw new Error(await answer.text())
  return context
}

/** A grid of nodes, each wired to the next. */
function largeFlow(count: number): { readonly flow: PlainFlow; readonly layout: unknown } {
  const id = (i: number): string => `n${i}`
  const mapping = [{ target: 'maHoSo', value: { field: 'MaHoSo' } }]
  const nodes = Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const to = i + 1 < count ? { to: { out: [id(i + 1)] } } : {}
      const kind =
        i === 0
          ? { use: 'http-in@1', settings: { path: `/do/lon-${count}` } }
          : { use: 'map-fields@1', settings: { mapping } }
      return [id(i), { ...kind, title: `Bước ${i}`, ...to }]
    }),
  )
  const at = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [id(i), [(i % COLUMNS) * 288, Math.floor(i / COLUMNS) * 144]]),
  )
  return {
    flow: { format: 1, id: `do-lon-${count}`, title: `Luồng ${count} nút`, nodes },
    layout: { format: 1, at },
  }
}

async function openFlow(page: Page, server: Server, count: number): Promise<number> {
  const began = performance.now()
  await page.goto(`${server.address}/luong/do-lon-${count}`)
  await page.waitForFunction((node) => document.querySelectorAll(node).length > 0, NODE)
  // Two frames later what was drawn is on the screen.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  return performance.now() - began
}

async function openFigure(page: Page, server: Server): Promise<Figure> {
  const times: number[] = []
  for (let i = 0; i <= OPENINGS; i++) times.push(await openFlow(page, server, 500))
  // The first one also fetches the page's files.
  const [first = 0, ...rest] = times
  const value = round(median(rest), 0)
  const goal = 1500
  say(`  500 nodes open in ${value} ms`)
  const detail = {
    what: 'from the address to the nodes on the screen',
    first: round(first, 0),
    times: rest.map(Math.round),
  }
  return { figure: 'designer.open500Ms', value, unit: 'ms', goal, ok: value < goal, detail }
}

async function dragFigure(page: Page, server: Server, count: number, goal: number): Promise<Figure> {
  await openFlow(page, server, count)
  await page.waitForTimeout(1000)
  const box = await visibleNode(page)
  await page.mouse.move(box.x, box.y)
  await page.mouse.down()
  await page.evaluate(startCounting)
  const began = performance.now()
  for (let i = 0; performance.now() - began < DRAG_MS; i++)
    await page.mouse.move(box.x + 120 * Math.sin(i / 12), box.y + 80 * Math.cos(i / 12))
  const { frames, ms, longest } = await page.evaluate(stopCounting)
  await page.mouse.up()
  const value = round((frames * 1000) / ms, 1)
  say(`  ${count} nodes: ${value} frames/s`)
  const detail = { frames, ms: round(ms, 0), longestMs: round(longest, 0), drawn: await page.locator(NODE).count() }
  return { figure: `designer.drag${count}Fps`, value, unit: 'frames/s', goal, ok: value >= goal, detail }
}

/** The middle of a node that lies well inside the canvas. */
async function visibleNode(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  for (const node of await page.locator(NODE).all()) {
    const box = await node.boundingBox()
    if (box && box.x > 450 && box.x < 900 && box.y > 250 && box.y < 600)
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  throw new Error('no node is in the middle of the canvas')
}

/** In the page: counts drawn frames. */
function startCounting(): void {
  const count = { frames: 0, began: performance.now(), last: performance.now(), longest: 0 }
  Object.assign(window, { lienthongFrames: count })
  const frame = (): void => {
    const now = performance.now()
    count.frames++
    count.longest = Math.max(count.longest, now - count.last)
    count.last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

/** In the page: what was counted. */
function stopCounting(): { readonly frames: number; readonly ms: number; readonly longest: number } {
  const count: unknown = Reflect.get(window, 'lienthongFrames')
  const { frames, began, longest } = count as { frames: number; began: number; longest: number }
  return { frames, ms: performance.now() - began, longest }
}

/** A preview as the mapper asks for it after an edit: 200 KB of sample, every row mapped; without what the browser draws. */
async function previewFigure(server: Server): Promise<Figure> {
  const goal = 150
  const rows = Math.ceil((200 * 1024) / Buffer.byteLength(JSON.stringify(DOSSIER)))
  const input = { DS: Array.from({ length: rows }, () => DOSSIER) }
  const fields = FIELDS.map(([target, field]) => ({ target, value: { field } }))
  const mapping = [{ target: 'ds', each: { over: 'DS', fields } }]
  const times: number[] = []
  for (let i = 0; i < 20; i++) {
    const began = performance.now()
    const answer = (await server.api('POST', '/expressions/preview', { mapping, input })) as {
      result?: { ds?: unknown[] }
    }
    times.push(performance.now() - began)
    if (answer.result?.ds?.length !== rows) throw new Error(JSON.stringify(answer).slice(0, 500))
  }
  const value = round(median(times), 0)
  const detail = {
    what: 'round trip of the preview at the server',
    kb: 200,
    rows,
    longest: round(Math.max(...times), 0),
  }
  return { figure: 'mapper.previewMs', value, unit: 'ms', goal, ok: value <= goal, detail }
}
