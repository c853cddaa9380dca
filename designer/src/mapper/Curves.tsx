import { type RefObject, useEffect, useRef, useState } from 'react'
import styles from './mapper.module.css'
import type { ItemPath } from './mapping-edits.ts'
import type { MappingWire } from './source-paths.ts'
import { rowKey } from './TargetRows.tsx'

interface Curve {
  readonly key: string
  readonly d: string
  readonly kind: MappingWire['kind']
  readonly lit: boolean
}

/** Lines from source fields to target rows, following both trees while they scroll. Decoration: the rows say the same in words. */
export function Curves({
  stage,
  wires,
  selected,
}: {
  readonly stage: RefObject<HTMLDivElement | null>
  readonly wires: readonly MappingWire[]
  readonly selected: ItemPath | undefined
}) {
  const [curves, setCurves] = useState<readonly Curve[]>([])
  const now = useRef({ wires, selected })
  now.current = { wires, selected }
  const measure = useRef(() => {})
  useEffect(() => {
    const root = stage.current
    if (!root) return
    let frame = 0
    measure.current = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => setCurves(curvesIn(root, now.current.wires, now.current.selected)))
    }
    const again = () => measure.current()
    const resizing = new ResizeObserver(again)
    const changing = new MutationObserver(again)
    resizing.observe(root)
    // Opening a branch of the source tree moves its rows.
    changing.observe(root.querySelector('[role="tree"]') ?? root, { childList: true, subtree: true })
    root.addEventListener('scroll', again, true)
    again()
    return () => {
      cancelAnimationFrame(frame)
      resizing.disconnect()
      changing.disconnect()
      root.removeEventListener('scroll', again, true)
    }
  }, [stage])
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the lines or the selection change
  useEffect(() => measure.current(), [wires, selected])
  return (
    <svg className={styles.curves} aria-hidden="true">
      {curves.map(({ key, d, kind, lit }) => (
        <path key={key} d={d} data-kind={kind} data-lit={lit || undefined} />
      ))}
    </svg>
  )
}

function curvesIn(root: HTMLElement, wires: readonly MappingWire[], selected: ItemPath | undefined): readonly Curve[] {
  const box = root.getBoundingClientRect()
  const lists = [...root.querySelectorAll<HTMLElement>('[role="tree"]')].map((it) => it.getBoundingClientRect())
  const [left, right] = lists
  if (!left || !right) return []
  return wires.flatMap((wire): readonly Curve[] => {
    const from = sourceRow(root, wire.source)?.getBoundingClientRect()
    const target = rowKey(wire.target)
    const to = root.querySelector(`[data-target="${CSS.escape(target)}"]`)?.getBoundingClientRect()
    if (!from || !to) return []
    const clamp = (y: number, area: DOMRect) => Math.max(area.top, Math.min(area.bottom, y)) - box.top
    const y1 = clamp(from.top + from.height / 2, left)
    const y2 = clamp(
      to.top + to.height / 2,
      right.height > 0 ? (root.querySelector('[data-rows]')?.getBoundingClientRect() ?? right) : right,
    )
    const x1 = left.right - box.left
    const x2 = to.left - box.left
    const bend = Math.max(24, (x2 - x1) / 2)
    return [
      {
        key: `${wire.source}|${target}|${wire.kind}`,
        d: `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`,
        kind: wire.kind,
        lit: selected !== undefined && rowKey(selected) === target,
      },
    ]
  })
}

/** The row of a field, or of the nearest group above it that is open. */
function sourceRow(root: HTMLElement, path: string): Element | null {
  const parts = path.split('.')
  for (let length = parts.length; length > 0; length--) {
    const found = root.querySelector(`[data-source="${CSS.escape(parts.slice(0, length).join('.'))}"]`)
    if (found) return found
  }
  return null
}
