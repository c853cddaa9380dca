import { Button, Loader } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDocument } from '../document/DocumentProvider.tsx'
import { bodyOf } from '../session/sample.ts'
import { useTrial } from '../session/TrialProvider.tsx'
import { chosenSample } from '../session/trial-store.ts'
import { useRunTrial } from '../session/use-run-trial.ts'
import { SamplePane } from './SamplePane.tsx'
import { StubMenu } from './StubMenu.tsx'
import { TestResult } from './TestResult.tsx'
import { PinMenu, StopMenu } from './TrialMenus.tsx'
import styles from './testing.module.css'

/** The drawer's tab for test runs: the sample on the left, what came of it on the right. */
export default function TestPanel({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('testing')
  const { start, cancel } = useRunTrial()
  const running = useTrial((state) => state.running)
  const sample = useTrial(chosenSample)
  const readOnly = useDocument((state) => state.readOnly)
  const unreadable = 'wrongLine' in bodyOf(sample?.text ?? '')
  if (readOnly) return <p className={styles.hint}>{t('readOnly')}</p>
  return (
    <div className={styles.outer}>
      <div className={styles.panel}>
        <div className={styles.left}>
          <SamplePane flowId={flowId} />
          <div className={styles.actions}>
            {running ? (
              <Button variant="default" leftSection={<IconPlayerStop size={16} />} onClick={cancel}>
                {t('stop')}
              </Button>
            ) : (
              <Button leftSection={<IconPlayerPlay size={16} />} disabled={unreadable} onClick={() => void start()}>
                {t('run')}
              </Button>
            )}
            <StubMenu />
            <PinMenu />
            <StopMenu />
          </div>
        </div>
        <div className={styles.right} aria-busy={running}>
          {running ? (
            <p className={styles.running} role="status">
              <Loader size={16} /> {t('running')}
            </p>
          ) : null}
          <TestResult />
        </div>
      </div>
    </div>
  )
}
