import { Modal } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'

/**
 * A window over the whole page. Escape closes it only when pressed inside it: windows that were opened from it lie above and
 * take their own Escape (the library's listener would close both). It comes and goes at once: a window that fades away would
 * swallow the next key.
 */
export function FullScreenModal({
  opened,
  title,
  onClose,
  onKeyDown,
  children,
}: {
  readonly opened: boolean
  readonly title: string
  readonly onClose: () => void
  /** Keys pressed inside this window, not in one above it. */
  readonly onKeyDown?: (event: KeyboardEvent) => void
  readonly children: ReactNode
}) {
  const content = useRef<HTMLDivElement>(null)
  useEscapeWithoutFocus(content, opened, onClose)
  return (
    <Modal
      ref={content}
      opened={opened}
      onClose={onClose}
      fullScreen
      closeOnEscape={false}
      transitionProps={{ duration: 0 }}
      title={title}
      styles={{ body: { height: 'calc(100dvh - 60px)', padding: 0 } }}
      onKeyDown={(event) => {
        // React also hands on keys of windows that were opened from here, though they are elsewhere in the page.
        if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target) || event.defaultPrevented)
          return
        if (event.key === 'Escape') onClose()
        else onKeyDown?.(event)
      }}
    >
      {children}
    </Modal>
  )
}

/** Where nothing has the focus (what had it has just gone), Escape belongs to the topmost window. */
function useEscapeWithoutFocus(
  content: { readonly current: HTMLElement | null },
  opened: boolean,
  onClose: () => void,
): void {
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    if (!opened) return
    const onEscape = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.target !== document.body) return
      const windows = document.querySelectorAll('[role="dialog"][aria-modal="true"]')
      if (!content.current?.contains(windows.item(windows.length - 1))) return
      // The page below must not act on the same key.
      event.stopPropagation()
      close.current()
    }
    document.addEventListener('keydown', onEscape, true)
    return () => document.removeEventListener('keydown', onEscape, true)
  }, [opened, content])
}
