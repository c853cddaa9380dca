import { useEffect } from 'react'
import { firstVisible } from './focus-when-there.ts'

/** Id of the text that says what to do; a marked control is described by it. */
export const DESCRIPTION = 'tour-description'
const MARK = 'data-tour-now'

/** Marks the control that a step is about with a frame and a description, whenever it is on the page. */
export function useMarkedControl(selector: string | undefined): void {
  useEffect(() => {
    if (selector === undefined) return
    let marked: HTMLElement | undefined
    let before: string | null = null
    const unmark = () => {
      if (!marked) return
      marked.removeAttribute(MARK)
      if (before === null) marked.removeAttribute('aria-describedby')
      else marked.setAttribute('aria-describedby', before)
      marked = undefined
    }
    const mark = () => {
      const found = firstVisible(selector)
      if (found === marked) return
      unmark()
      marked = found
      if (!found) return
      before = found.getAttribute('aria-describedby')
      found.setAttribute(MARK, '')
      found.setAttribute('aria-describedby', before === null ? DESCRIPTION : `${before} ${DESCRIPTION}`)
    }
    mark()
    const observer = new MutationObserver(mark)
    observer.observe(document.body, { childList: true, subtree: true })
    return () => {
      observer.disconnect()
      unmark()
    }
  }, [selector])
}
