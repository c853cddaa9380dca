import { Modal } from '@mantine/core'
import type { KeyboardEvent, ReactNode } from 'react'

/**
 * A window over the whole page. Escape closes it only when pressed inside it: windows that were opened from it lie above and
 * take their own Escape (the library's listener would close both).
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
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      fullScreen
      closeOnEscape={false}
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
