import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#shared/flow/flow.ts'
import { goToProblem } from '../canvas/next-problem.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { titleOfNode } from '../document/catalogue.ts'
import { useCatalogue, useFlow } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import styles from './problems.module.css'

const icons = { error: IconCircleX, warning: IconAlertTriangle, info: IconInfoCircle }

/** Problems with a way to the place of each, under a sentence that says what they mean here. */
export function ProblemList({
  problems,
  lead,
  onGo,
}: {
  readonly problems: readonly Problem[]
  readonly lead: (errors: number) => string
  /** Called before going, so that a dialog can close. */
  readonly onGo: () => void
}) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const editor = useEditor()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const errors = problems.filter((it) => it.severity === 'error').length
  return (
    <>
      <p className={errors > 0 ? styles.bad : styles.dim}>{lead(errors)}</p>
      <ul className={styles.problems}>
        {problems.map((problem, at) => {
          const Icon = icons[problem.severity]
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a problem has no identity of its own; the list is replaced as a whole
            <li key={at} data-severity={problem.severity}>
              <Icon size={18} aria-hidden />
              <span>
                {problem.node === undefined ? null : (
                  <strong>{text(titleOfNode(catalogue, flow, problem.node))}: </strong>
                )}
                {text(problem.message)}
                {problem.advice ? <span className={styles.dim}> {text(problem.advice)}</span> : null}
              </span>
              {problem.node === undefined ? null : (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  onClick={() => {
                    onGo()
                    // The dialog gives the focus back first; then it goes to the problem's place.
                    setTimeout(() => goToProblem(editor, problem, true), 50)
                  }}
                >
                  {t('problems.goTo')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
