/** How long a page may take to draw the control, in ms. */
const PATIENCE = 10_000
const EVERY = 100

/** Gives the focus to the first visible element that matches, as soon as it is drawn; gives up after ten seconds. */
export function focusWhenThere(selector: string, since = Date.now()): void {
  const found = firstVisible(selector)
  if (found) {
    found.scrollIntoView({ block: 'center' })
    found.focus()
  } else if (Date.now() - since < PATIENCE) setTimeout(() => focusWhenThere(selector, since), EVERY)
}

/** The first element that matches and takes up room on the page. */
export function firstVisible(selector: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(selector)].find((it) => it.getClientRects().length > 0)
}
