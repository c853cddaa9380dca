import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#shared/flow/flow.ts'
import { titleOfNode } from '../../document/catalogue.ts'
import { useCatalogue, useFlow, useProblems } from '../../document/DocumentProvider.tsx'
import { useText } from '../../i18n/use-text.ts'
import { goToProblem } from '../next-problem.ts'
import { useEditor } from '../use-editor.ts'
import { severityIcon } from '../view/NodeBadges.tsx'
import styles from './problems.module.css'

/** What the last save found, worst first; pressing one goes to its node or opens its wire (a double click opens the node at the field). */
export default function ProblemsPanel() {
  const { t } = useTranslation('canvas')
  const problems = useProblems((state) => state.problems)
  if (problems.length === 0)
    return (
      <p className={styles.good}>
        <IconCircleCheck size={20} aria-hidden />
        {t('problems.none')}
      </p>
    )
  return (
    <ul className={styles.problems}>
      {problems.map((problem, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a problem has no identity of its own; the list is replaced as a whole.
        <li key={`${problem.code}|${problem.node ?? ''}|${problem.path ?? ''}|${index}`}>
          <ProblemRow problem={problem} />
        </li>
      ))}
    </ul>
  )
}

function ProblemRow({ problem }: { readonly problem: Problem }) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const editor = useEditor()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const Icon = severityIcon[problem.severity]
  const where = problem.node === undefined ? t('problems.wholeFlow') : text(titleOfNode(catalogue, flow, problem.node))
  return (
    <button
      type="button"
      className={styles.problem}
      disabled={problem.node === undefined}
      onClick={() => goToProblem(editor, problem, problem.from !== undefined)}
      onDoubleClick={() => goToProblem(editor, problem, true)}
    >
      <Icon size={18} className={styles.problemIcon} data-severity={problem.severity} aria-hidden />
      <span className={styles.hidden}>{t(`problems.${problem.severity}`)}</span>
      <span className={styles.where}>{where}</span>
      <span className={styles.what}>
        {text(problem.message)}
        {problem.advice ? <span className={styles.advice}>{text(problem.advice)}</span> : null}
      </span>
    </button>
  )
}
