import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page, TestInfo } from '@playwright/test'
import { type Difference, differenceOf } from './difference.ts'
import { BLOCK, type Picture, type PictureDesk } from './picture.ts'

const folder = join(import.meta.dirname, 'pictures')

/** How long a screen may take until it looks as it should; a busy machine is late, not different. */
const LONGEST_MS = 10_000
const PAUSE_MS = 200

/** A sentence about how the screen differs from its picture, or nothing. With `--update-snapshots` the picture is taken anew where it differs. */
export async function compareWithPicture(
  page: Page,
  desk: PictureDesk,
  name: string,
  info: TestInfo,
): Promise<string | undefined> {
  const path = join(folder, `${name}.png`)
  const kept = existsSync(path) ? await desk.read(readFileSync(path)) : undefined
  const updating = info.config.updateSnapshots === 'all' || info.config.updateSnapshots === 'changed'
  if (!kept && !updating) return `${name}: there is no picture of it; \`--update-snapshots\` takes one`

  const end = performance.now() + LONGEST_MS
  let last = await shoot(page, desk)
  for (;;) {
    const difference = kept ? differenceOf(kept, last.picture) : undefined
    if (kept && !difference) return undefined
    await page.waitForTimeout(PAUSE_MS)
    const next = await shoot(page, desk)
    const stands = differenceOf(last.picture, next.picture) === undefined
    last = next
    if (updating && stands) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, await desk.draw(last.picture))
      return undefined
    }
    if (performance.now() < end) continue
    if (!kept || !difference) return `${name}: the screen does not come to rest`
    await attach(desk, info, name, kept, last.png, difference)
    return `${name}: ${await sentenceOf(page, difference)}`
  }
}

async function shoot(page: Page, desk: PictureDesk): Promise<{ readonly png: Buffer; readonly picture: Picture }> {
  const png = await page.screenshot({ animations: 'disabled', scale: 'css' })
  return { png, picture: await desk.average(png) }
}

async function attach(
  desk: PictureDesk,
  info: TestInfo,
  name: string,
  kept: Picture,
  png: Buffer,
  { places }: Difference,
): Promise<void> {
  const contentType = 'image/png'
  await info.attach(`${name}-expected`, { body: await desk.draw(kept, BLOCK), contentType })
  await info.attach(`${name}-actual`, { body: png, contentType })
  await info.attach(`${name}-marked`, { body: await desk.mark(png, places), contentType })
}

/** One sentence: how much differs, where most, what stands there. */
async function sentenceOf(page: Page, { share, places, largest }: Difference): Promise<string> {
  const [place] = places
  if (!place || !largest) return 'the picture has another size'
  const there = await page.evaluate(
    ([x, y]) => {
      const it = document.elementFromPoint(x, y)
      const words = (it?.textContent ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, 40)
      return it ? `<${it.tagName.toLowerCase()}>${words ? ` "${words}"` : ''}` : 'nothing'
    },
    [place.x + place.width / 2, place.y + place.height / 2] as const,
  )
  return (
    `${share.toFixed(1)} % of the blocks differ; the largest difference lies at x ${place.x}–${place.x + place.width}, ` +
    `y ${place.y}–${place.y + place.height} (${largest.blocks} blocks, mean colour ${largest.now} instead of ${largest.before}), where ${there} stands`
  )
}
