import { Textarea, useComputedColorScheme } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormulaScope } from '../formula/FormulaScope.tsx'
import { scriptTyping } from './message-typing.ts'
import styles from './script.module.css'

const MonacoScript = lazy(() => import('./MonacoScript.tsx'))

/** The editor of a script; a plain text field until (or unless) the large one is loaded. */
export default function ScriptEditor(props: {
  readonly value: string
  readonly onChange: (text: string) => void
  readonly readOnly: boolean
  readonly label: string
}) {
  const { t } = useTranslation('script')
  const { scope } = useFormulaScope()
  const dark = useComputedColorScheme('light') === 'dark'
  const typing = useMemo(() => scriptTyping(scope.message.body), [scope])
  return (
    <div className={styles.frame}>
      <p className={styles.hint}>{t('hint')}</p>
      <Suspense
        fallback={
          <Textarea
            aria-label={props.label}
            description={t('loading')}
            className={styles.plain ?? ''}
            autosize
            minRows={16}
            maxRows={24}
            spellCheck={false}
            readOnly={props.readOnly}
            value={props.value}
            onChange={(event) => props.onChange(event.currentTarget.value)}
          />
        }
      >
        <MonacoScript {...props} dark={dark} typing={typing} />
      </Suspense>
      <p className={styles.hint}>{t('leave')}</p>
    </div>
  )
}
