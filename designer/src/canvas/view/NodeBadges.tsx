import { IconAlertTriangle, IconCircleX, IconInfoCircle, IconNote, IconPlayerSkipForward } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FlowNode, Problem, Severity } from '#shared/flow/flow.ts'
import { worstOf } from '../../document/problems-store.ts'
import { useText } from '../../i18n/use-text.ts'
import { Hint } from './Hint.tsx'
import styles from './node.module.css'
import { noteOf } from './node-words.ts'

/** The icon of a problem's severity. */
export const severityIcon: Readonly<Record<Severity, typeof IconCircleX>> = {
  error: IconCircleX,
  warning: IconAlertTriangle,
  info: IconInfoCircle,
}

const SHOWN = 4

/** Marks at the end of a node's header: switched off, note, problems. Each has its words on hover and for screen readers. */
export function NodeBadges({ node, problems }: { readonly node: FlowNode; readonly problems: readonly Problem[] }) {
  const { t } = useTranslation('canvas')
  const note = noteOf(node)
  return (
    <span className={styles.badges}>
      {node.disabled ? (
        <Hint label={t('node.disabledHint')}>
          <IconPlayerSkipForward size={18} aria-hidden />
        </Hint>
      ) : null}
      {note === '' ? null : (
        <Hint label={<span className={styles.noteText}>{note}</span>}>
          <IconNote size={18} aria-hidden />
        </Hint>
      )}
      <ProblemBadge problems={problems} />
    </span>
  )
}

/** The worst of some problems, with their words on hover; nothing while there are none. */
export function ProblemBadge({ problems }: { readonly problems: readonly Problem[] }) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const worst = worstOf(problems)
  if (!worst) return null
  const SeverityIcon = severityIcon[worst]
  return (
    <Hint
      label={
        <ul className={styles.problemList}>
          {problems.slice(0, SHOWN).map((problem) => (
            <li key={`${problem.code}|${problem.path ?? problem.port ?? ''}`}>{text(problem.message)}</li>
          ))}
          {problems.length > SHOWN ? <li>{t('node.more', { count: problems.length - SHOWN })}</li> : null}
        </ul>
      }
    >
      <SeverityIcon size={20} className={styles.severity} data-severity={worst} aria-hidden />
    </Hint>
  )
}
