import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import { useText } from '../../i18n/use-text.ts'
import type { FieldProblem } from './field-contract.ts'
import styles from './fields.module.css'

const icons = { error: IconCircleX, warning: IconAlertTriangle, info: IconInfoCircle }

/** Problems whose advice is to open the node and correct the field: said nowhere but outside of it. */
const ADVICE_ELSEWHERE: ReadonlySet<string> = new Set(['flow.setting'])

/** Problems under a field: icon, sentence, advice. */
export function FieldProblems({ problems }: { problems: readonly FieldProblem[] }) {
  const text = useText()
  if (problems.length === 0) return null
  return (
    <ul className={styles.problems} aria-live="polite">
      {problems.map((problem) => {
        const Icon = icons[problem.severity]
        return (
          <li key={problem.severity + problem.message.en} data-severity={problem.severity}>
            <Icon size={16} aria-hidden />
            <span>
              {text(problem.message)}
              {problem.advice && !ADVICE_ELSEWHERE.has(problem.code ?? '') ? (
                <span className={styles.advice}> {text(problem.advice)}</span>
              ) : null}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
