import type { Locator, Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { nodeOf } from './pages/flows.ts'
import { press } from './pages/keyboard.ts'
import { unreachable } from './pages/reachable.ts'
import { settled, tourStops, visit } from './pages/tour.ts'

/** A window of 1440 × 900 at 200 %. */
const zoomed = { width: 720, height: 450 } as const

/** One screen of each make: tables, a calendar, forms, cards, tabs. */
const layouts = [
  'luong',
  'ban-do',
  'mot-lan-chay',
  'mot-ket-noi',
  'lich-lam-viec',
  'mot-danh-muc',
  'gia-lap',
  'luu-giu',
]

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('at 200 % every control of a screen is reached by scrolling alone, and no screen scrolls sideways', async ({
  officer: page,
  api,
}) => {
  await page.setViewportSize(zoomed)
  const stops = (await tourStops(api)).filter(({ name }) => layouts.includes(name))
  expect(stops).toHaveLength(layouts.length)
  for (const stop of stops) {
    await visit(page, stop)
    expect.soft(await unreachable(page.locator('body')), stop.path).toEqual([])
    expect.soft(await sideways(page), `${stop.path}: sticks out`).toBeLessThanOrEqual(0)
  }
})

test('at 200 % the editor, its node window and the mapper keep every control within reach', async ({
  officer: page,
}) => {
  await page.setViewportSize(zoomed)
  await page.goto('/luong/dong-bo-dvcqg')
  const node = nodeOf(page, 'Sang dạng của Cổng DVCQG')
  await expect(node).toBeVisible()
  for (const name of ['Chạy thử', 'Ca kiểm thử', 'Phiên bản']) {
    await press(page, page.getByRole('tab', { name, exact: true }))
    await settled(page)
    expect.soft(await unreachable(page.locator('body')), name).toEqual([])
  }
  await node.focus()
  await page.keyboard.press('Enter')
  const window = page.getByRole('dialog', { name: 'Nút "Sang dạng của Cổng DVCQG"' })
  await expect(window).toBeVisible()
  await settled(page)
  expect.soft(await unreachable(window), 'node window').toEqual([])
  await press(page, window.getByRole('button', { name: 'Mở trình ánh xạ' }))
  const mapper = page.getByRole('dialog', { name: 'Ánh xạ', exact: true })
  await expect(mapper.getByRole('tree', { name: 'Đích' })).toBeVisible()
  await settled(page)
  expect.soft(await unreachable(mapper), 'mapper').toEqual([])
})

test('in English and with more contrast the main screens are free of serious barriers', async ({
  officer: page,
  api,
}) => {
  await page.emulateMedia({ contrast: 'more' })
  await page.goto('/luong')
  const line = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--lt-line'))
  expect(await line(), 'lines are darker').toBe('#59626b')
  await page.getByRole('button', { name: /^Tài khoản/ }).click()
  await page.getByText('English', { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  for (const stop of (await tourStops(api)).filter(({ name }) => ['soan-luong', 'mot-lan-chay'].includes(name))) {
    await visit(page, stop)
    expect.soft(await violations(page), `${stop.path} in English`).toEqual([])
  }
})

test('with forced colours what is chosen is told from what is not by a line around it', async ({ officer: page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto('/luong/dong-bo-dvcqg')
  const line = (place: Locator) =>
    place.evaluate((it) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(it)
      return `${outlineWidth} ${outlineStyle}`
    })
  const [chosen, other] = [nodeOf(page, 'Đọc hồ sơ'), nodeOf(page, 'Sang dạng của Cổng DVCQG')]
  await chosen.click()
  await expect.poll(() => line(chosen), 'the chosen node').toBe('2px solid')
  expect(await line(other), 'another node').not.toContain('solid')
  const [tab, next] = [page.getByRole('tab', { name: 'Ca kiểm thử' }), page.getByRole('tab', { name: 'Phiên bản' })]
  await tab.click()
  await expect.poll(() => line(tab), 'the chosen tab').toBe('2px solid')
  expect(await line(next), 'another tab').not.toContain('solid')
  const here = page.getByRole('link', { name: 'Luồng', exact: true })
  expect(await line(here), 'the place in the rail').toBe('2px solid')
})

test('who asks for less motion sees nothing move where windows and menus open', async ({ officer: page }) => {
  await page.goto('/luong')
  const opened = async (): Promise<readonly string[]> => {
    await page.reload()
    await settled(page)
    const moved = moving(page)
    await page.getByRole('button', { name: 'Tạo luồng' }).click()
    await expect(page.getByRole('dialog', { name: 'Tạo luồng mới' })).toBeVisible()
    return moved
  }
  expect(await opened(), 'the measure sees what moves').not.toEqual([])
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await opened()).toEqual([])
})

/** What moves within two seconds for longer than somebody would notice who asked for no motion. */
const moving = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    () =>
      new Promise<readonly string[]>((resolve) => {
        const found = new Set<string>()
        const end = performance.now() + 2000
        const look = () => {
          for (const { effect } of document.getAnimations())
            if (effect instanceof KeyframeEffect && Number(effect.getComputedTiming().duration) > 20)
              found.add(effect.target?.className ?? '')
          if (performance.now() < end) requestAnimationFrame(look)
          else resolve([...found])
        }
        look()
      }),
  )
