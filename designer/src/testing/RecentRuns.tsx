import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunSummary } from '#shared/api/runs.ts'
import { useApi, useOperation } from '../api/api-context.ts'
import { messageIn } from '../formula/message-scope.ts'
import { useText } from '../i18n/use-text.ts'
import { textOfBody } from '../session/sample.ts'
import { useTrialStore } from '../session/TrialProvider.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { notifyError } from '../ui/notify.ts'
import { StateChip } from '../ui/StateChip.tsx'
import { Time } from '../ui/Time.tsx'
import { sampleIdOfRun } from './sample-ids.ts'
import styles from './testing.module.css'

/** Takes the message of a recent run as the sample. */
export function RecentRuns({
  flowId,
  opened,
  onClose,
}: {
  readonly flowId: string
  readonly opened: boolean
  readonly onClose: () => void
}) {
  const { t } = useTranslation('testing')
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={t('recent.title')}>
      <RunChoice flowId={flowId} onDone={onClose} />
    </Modal>
  )
}

function RunChoice({ flowId, onDone }: { readonly flowId: string; readonly onDone: () => void }) {
  const { t } = useTranslation('testing')
  const text = useText()
  const { client } = useApi()
  const trial = useTrialStore()
  const [q, setQ] = useState('')
  const [busy, setBusy] = useState<string>()
  const page = useOperation('listRuns', { query: { flow: flowId, limit: 20, q } }, { keepPrevious: true })
  const take = async ({ id, keys }: RunSummary) => {
    setBusy(id)
    try {
      const run = await client.call('getRun', { params: { id } })
      const first = run.steps.find((it) => it.from === undefined) ?? run.steps[0]
      const { body, headers } = messageIn(first?.input)
      const name = Object.values(keys)[0] ?? id.slice(-8)
      trial.getState().put({
        id: sampleIdOfRun(id),
        title: t('recent.sample', { name }),
        text: textOfBody(body ?? null),
        headers,
        kept: false,
      })
      onDone()
    } catch (error) {
      notifyError(error, text)
    } finally {
      setBusy(undefined)
    }
  }
  return (
    <>
      <TextInput
        label={t('recent.search')}
        data-autofocus
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      <Loaded query={page}>
        {({ runs }) =>
          runs.length === 0 ? (
            <p className={styles.hint}>{t('recent.none')}</p>
          ) : (
            <ul className={styles.recent}>
              {runs.map((run) => (
                <li key={run.id}>
                  <button type="button" disabled={busy !== undefined} onClick={() => void take(run)}>
                    <StateChip state={run.status} plain />
                    <span>{Object.values(run.keys).join(' · ') || run.id}</span>
                    <Time at={run.acceptedAt} relative />
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  )
}
