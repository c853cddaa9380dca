import { useEffect } from 'react'

/** Landmarks and named parts of the page; inside a dialog only those of the dialog. */
const REGIONS = 'nav, main, aside, [role="region"], section[aria-label], [data-region]'
const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary, [tabindex]:not([tabindex="-1"])'

/** F6 goes to the next region of the screen, Shift+F6 to the one before; the focus comes back to where it was in that region. */
export function useRegions(): void {
  useEffect(() => {
    const last = new WeakMap<HTMLElement, HTMLElement>()
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return
      const region = target.closest<HTMLElement>(REGIONS)
      if (region && region !== target) last.set(region, target)
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return
      const next = neighbour(regionsNow(), event.shiftKey ? -1 : 1)
      if (!next) return
      event.preventDefault()
      focusIn(next, last.get(next))
    }
    window.addEventListener('focusin', onFocus)
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('focusin', onFocus)
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}

/** The regions that are on screen, in the order of the page; one that only holds others is left out. */
function regionsNow(): readonly HTMLElement[] {
  const dialog = [...document.querySelectorAll<HTMLElement>('[aria-modal="true"]')].at(-1)
  const all = [...(dialog ?? document).querySelectorAll<HTMLElement>(REGIONS)].filter(
    (it) => it.getClientRects().length > 0 && it.querySelector(FOCUSABLE) !== null,
  )
  return all.filter((it) => !all.some((other) => other !== it && it.contains(other) && !hasOwn(it, all)))
}

/** Whether a region has something to focus that is in none of the regions inside it. */
function hasOwn(region: HTMLElement, all: readonly HTMLElement[]): boolean {
  const inner = all.filter((it) => it !== region && region.contains(it))
  return [...region.querySelectorAll(FOCUSABLE)].some((it) => !inner.some((part) => part.contains(it)))
}

function neighbour(regions: readonly HTMLElement[], step: 1 | -1): HTMLElement | undefined {
  const active = document.activeElement
  // The innermost that holds the focus.
  const at = regions.findLastIndex((it) => it.contains(active))
  if (at === -1) return step === 1 ? regions[0] : regions.at(-1)
  return regions[(at + step + regions.length) % regions.length]
}

function focusIn(region: HTMLElement, before: HTMLElement | undefined): void {
  const known = before?.isConnected === true && region.contains(before) ? before : undefined
  const inner = [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((it) => it.getClientRects().length > 0)
  const own = inner.find((it) => it.closest(REGIONS) === region)
  ;(known ?? own ?? inner[0])?.focus()
}
