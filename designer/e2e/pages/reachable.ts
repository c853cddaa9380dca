import type { Locator } from '@playwright/test'

/**
 * The controls of a place (the page's body, a window) that a pointer cannot reach, however it is scrolled: cut off by what is around them, or with something else in front.
 * What lies on a canvas is left out, since a canvas is moved and not scrolled; so is what shows only when its line is used.
 */
export function unreachable(place: Locator): Promise<readonly string[]> {
  return place.evaluate((root) => {
    const selector = 'a[href], button, input, select, textarea, [role="tab"], [role="option"], [role="switch"]'
    const clipped = (element: Element | null): boolean =>
      element !== null && (getComputedStyle(element).clipPath === 'inset(50%)' || clipped(element.parentElement))
    const seen = (element: Element): boolean =>
      !element.matches(':disabled') &&
      !clipped(element) &&
      element.closest('[inert], [aria-hidden="true"], .react-flow') === null &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const labelled = (element: Element): Element =>
      element.matches('input[type="radio"], input[type="checkbox"]') && element instanceof HTMLInputElement
        ? (element.labels?.[0] ?? element)
        : element
    const found: string[] = []
    for (const element of [...root.querySelectorAll(selector)].filter(seen).map(labelled)) {
      element.scrollIntoView({ block: 'center', inline: 'center' })
      // A link of several lines has a box a line.
      const box = element.getClientRects()[0]
      if (!box || box.width < 2 || box.height < 2 || box.left < -1000) continue
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
      const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)
      const place = `${Math.round(box.left)},${Math.round(box.top)} ${Math.round(box.width)} × ${Math.round(box.height)}`
      const isIt =
        hit !== null && (element.contains(hit) || hit.closest('label, button, [role="tab"]')?.contains(element))
      if (!isIt) found.push(`${element.tagName.toLowerCase()} "${name}" at ${place}`)
    }
    return found
  })
}
