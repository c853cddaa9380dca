import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import styles from './frame.module.css'

const STEP = 24

/** The edge of a panel: drag it, or move it with the arrow keys. `towards`: which way makes the panel larger. */
export function Splitter({
  label,
  size,
  min,
  max,
  towards,
  onResize,
}: {
  readonly label: string
  readonly size: number
  readonly min: number
  readonly max: number
  readonly towards: 'left' | 'right' | 'up'
  readonly onResize: (size: number) => void
}) {
  const start = useRef<{ readonly at: number; readonly size: number }>(undefined)
  const vertical = towards !== 'up'
  const sign = towards === 'right' ? 1 : -1
  const put = (next: number): void => onResize(Math.max(min, Math.min(max, Math.round(next))))
  const place = (event: PointerEvent): number => (vertical ? event.clientX : event.clientY)
  const onKeyDown = (event: KeyboardEvent): void => {
    const [less, more] = vertical ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    if (event.key !== less && event.key !== more) return
    event.preventDefault()
    put(size + (event.key === more ? STEP : -STEP) * sign)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved has no element of its own.
    <div
      className={styles.splitter}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={vertical ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { at: place(event), size }
      }}
      onPointerMove={(event) => {
        if (start.current) put(start.current.size + (place(event) - start.current.at) * sign)
      }}
      onPointerUp={() => {
        start.current = undefined
      }}
    />
  )
}
