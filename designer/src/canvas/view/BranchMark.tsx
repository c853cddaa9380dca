import { IconAlertTriangle, IconArrowBackUp } from '@tabler/icons-react'
import { EdgeLabelRenderer } from '@xyflow/react'
import { useTranslation } from 'react-i18next'
import { type Branch, branchTarget } from '../../document/branches.ts'
import { titleOfNode } from '../../document/catalogue.ts'
import { useDocument } from '../../document/DocumentProvider.tsx'
import { nodeOf } from '../../document/document.ts'
import type { Wire } from '../../document/wires.ts'
import { useText } from '../../i18n/use-text.ts'
import styles from './branch.module.css'

const icons = { error: IconAlertTriangle, undo: IconArrowBackUp } as const

/** What tells a branch from a wire beside its line: a sign in the middle, with its words on hover and for screen readers. */
export function BranchMark({
  branch,
  wire,
  x,
  y,
}: {
  readonly branch: Branch
  readonly wire: Wire
  readonly x: number
  readonly y: number
}) {
  const { t } = useTranslation('canvas')
  const from = useTitle(wire.from)
  const to = useTitle(wire.to)
  const words = t(`wire.branch.${branch}`, { from, to })
  const Icon = icons[branch]
  return (
    <EdgeLabelRenderer>
      <span
        className={styles.branchMark}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        data-branch={branch}
        role="img"
        aria-label={words}
        title={words}
      >
        <Icon size={14} stroke={2} aria-hidden />
      </span>
    </EdgeLabelRenderer>
  )
}

/** The title of the node that a branch leads to; '' when there is no such branch. */
export function useBranchTitle(id: string, branch: Branch): string {
  const text = useText()
  return useDocument(({ flow, catalogue }) => {
    const node = nodeOf(flow, id)
    const to = node && branchTarget(node, branch)
    return to === undefined || !nodeOf(flow, to) ? '' : text(titleOfNode(catalogue, flow, to))
  })
}

function useTitle(id: string): string {
  const text = useText()
  return useDocument(({ flow, catalogue }) => text(titleOfNode(catalogue, flow, id)))
}
