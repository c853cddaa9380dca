import { type ReactNode, useEffect, useRef } from 'react'

/** What was just added is ready to be typed into: its first field gets the focus when it appears. */
export function FocusFirst({ when, children }: { readonly when: boolean; readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const wanted = useRef(when)
  useEffect(() => {
    if (!wanted.current) return
    wanted.current = false
    // A menu that closes gives the focus back to its button first.
    const frame = requestAnimationFrame(() => {
      const field = place.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea')
      field?.focus()
      field?.select()
    })
    return () => cancelAnimationFrame(frame)
  }, [])
  return <div ref={place}>{children}</div>
}
