import type { Page } from '@playwright/test'

/** What is wrong with how a screen is put together, one line each; needs no picture to compare with. */
export function structureFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const controls = 'a[href], button, input:not([type="hidden"]), select, textarea, [role="tab"], [role="option"]'
    const faults: string[] = []
    const seen = (it: Element): boolean =>
      it.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      it.closest('[inert], [aria-hidden="true"]') === null
    const isHiddenText = (it: Element): boolean => {
      const { clipPath, position, width } = getComputedStyle(it)
      const hidden = clipPath === 'inset(50%)' || (position === 'absolute' && width === '1px')
      return hidden || (it.parentElement !== null && isHiddenText(it.parentElement))
    }
    const named = (it: Element): string => {
      const words = it.getAttribute('aria-label') ?? it.textContent ?? ''
      const { x, y, width, height } = it.getBoundingClientRect()
      const box = [x, y, width, height].map(Math.round)
      return `${it.tagName.toLowerCase()} "${words.trim().slice(0, 50)}" at ${box[0]},${box[1]} (${box[2]} × ${box[3]})`
    }
    /** What is to be seen of an element: its box without what scrolling ancestors cut off. */
    const shownOf = (it: Element) => {
      const box = it.getBoundingClientRect()
      const shown = { left: box.left, top: box.top, right: box.right, bottom: box.bottom, scrolls: false }
      for (let up = it.parentElement; up; up = up.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(up)
        if (overflowX === 'visible' && overflowY === 'visible') continue
        const around = up.getBoundingClientRect()
        shown.left = Math.max(shown.left, around.left)
        shown.top = Math.max(shown.top, around.top)
        shown.right = Math.min(shown.right, around.right)
        shown.bottom = Math.min(shown.bottom, around.bottom)
        shown.scrolls ||= /auto|scroll/.test(overflowX + overflowY)
        if (position === 'fixed') break
      }
      return shown
    }
    const layerOf = (it: Element) =>
      it.closest('[role="dialog"], [role="menu"], [role="listbox"], [data-portal], .react-flow, [data-stopmove]')

    const wider = document.documentElement.scrollWidth - document.documentElement.clientWidth
    if (wider > 0) faults.push(`the page is ${wider} px wider than its window`)
    if (![...document.fonts].some(({ family, status }) => family.includes('Be Vietnam Pro') && status === 'loaded'))
      faults.push('the font of the designer is not there')

    const all = [...document.querySelectorAll(controls)].filter((it) => seen(it) && !isHiddenText(it))
    const boxes = all.map((it) => ({ it, shown: shownOf(it), layer: layerOf(it) }))
    for (const { it, shown } of boxes) {
      const { left, top, right, bottom } = it.getBoundingClientRect()
      // A canvas is moved; a link to skip to the content comes in with the focus.
      if (it.closest('.react-flow') || shown.scrolls || left < -1000) continue
      if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1)
        faults.push(`outside the window: ${named(it)}`)
    }
    for (const [at, one] of boxes.entries())
      for (const two of boxes.slice(at + 1)) {
        const width = Math.min(one.shown.right, two.shown.right) - Math.max(one.shown.left, two.shown.left)
        const height = Math.min(one.shown.bottom, two.shown.bottom) - Math.max(one.shown.top, two.shown.top)
        if (width <= 4 || height <= 4 || one.layer !== two.layer) continue
        if (one.it.contains(two.it) || two.it.contains(one.it)) continue
        // A field may hold a button, such as the eye of a password.
        const field = one.it.closest('.mantine-Input-wrapper')
        if (field && field === two.it.closest('.mantine-Input-wrapper')) continue
        faults.push(`one over the other: ${named(one.it)} and ${named(two.it)}`)
      }

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const done = new Set<Element>()
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const it = node.parentElement
      if (!it || done.has(it) || (node.textContent ?? '').trim() === '') continue
      done.add(it)
      if (!seen(it) || isHiddenText(it) || it.closest('script, style, svg, [title], .monaco-editor')) continue
      const style = getComputedStyle(it)
      const clips = style.overflowX !== 'visible' && !/auto|scroll/.test(style.overflowX)
      if (clips && style.textOverflow !== 'ellipsis' && it.scrollWidth > it.clientWidth + 1)
        faults.push(`text cut off: ${named(it)}`)
      const control = it.closest('button, [role="tab"], a[class*="Button"]')
      if (!control) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const [words, box] = [range.getBoundingClientRect(), control.getBoundingClientRect()]
      const isCutNicely = style.textOverflow === 'ellipsis' || control.querySelector('[style*="ellipsis"]') !== null
      if (!isCutNicely && (words.right > box.right + 2 || words.left < box.left - 2 || words.bottom > box.bottom + 4))
        faults.push(`text sticks out of ${named(control)}`)
    }
    return faults
  })
}
