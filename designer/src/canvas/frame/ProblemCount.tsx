import { useTranslation } from 'react-i18next'
import { useProblems } from '../../document/DocumentProvider.tsx'
import { worstOf } from '../../document/problems-store.ts'
import styles from './drawer.module.css'

/** How many problems there are, in the colour of the worst; nothing when there are none. */
export default function ProblemCount() {
  const { t } = useTranslation('canvas')
  const problems = useProblems((state) => state.problems)
  const worst = worstOf(problems)
  if (!worst) return null
  return (
    <span className={styles.count} data-severity={worst}>
      <span aria-hidden>{problems.length}</span>
      <span className={styles.hidden}>{t('problems.count', { count: problems.length })}</span>
    </span>
  )
}
