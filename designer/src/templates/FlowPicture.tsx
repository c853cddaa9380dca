import '../canvas/view/colours.css'
import { useTranslation } from 'react-i18next'
import type { Template } from '#shared/api/templates.ts'
import styles from './templates.module.css'

/** A box of the layout in pixels, as the canvas draws it. */
const BOX = { width: 208, height: 56 } as const
const EDGE = 16

/** A flow in small: boxes in the colours of their kinds and the wires between them. */
export function FlowPicture({ picture }: { readonly picture: Template['picture'] }) {
  const { t } = useTranslation('templates')
  const { boxes, wires } = picture
  const right = Math.max(...boxes.map(({ x }) => x)) + BOX.width + EDGE
  const bottom = Math.max(...boxes.map(({ y }) => y)) + BOX.height + EDGE
  const left = Math.min(...boxes.map(({ x }) => x)) - EDGE
  const top = Math.min(...boxes.map(({ y }) => y)) - EDGE
  const title = t('picture', { count: boxes.length, first: boxes[0]?.title ?? '' })
  return (
    <svg
      className={styles.picture}
      viewBox={`${left} ${top} ${right - left} ${bottom - top}`}
      preserveAspectRatio="xMidYMid meet"
      role="img"
      aria-label={title}
    >
      {wires.map(([from, to]) => {
        const a = boxes[from]
        const b = boxes[to]
        if (!a || !b) return null
        const start = { x: a.x + BOX.width, y: a.y + BOX.height / 2 }
        const end = { x: b.x, y: b.y + BOX.height / 2 }
        const bend = Math.max(40, (end.x - start.x) / 2)
        return (
          <path
            key={`${from}-${to}`}
            d={`M${start.x} ${start.y} C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`}
          />
        )
      })}
      {boxes.map(({ x, y, kind, title: name }) => (
        <g key={`${x} ${y}`} data-kind={kind}>
          <title>{name}</title>
          <rect x={x} y={y} width={BOX.width} height={BOX.height} rx={10} />
          <rect className={styles.plate} x={x} y={y} width={BOX.height} height={BOX.height} rx={10} />
        </g>
      ))}
    </svg>
  )
}
