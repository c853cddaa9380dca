import { Button, Group, NumberInput, Progress, Select, Switch, TextInput } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MOST_SHADOWED, type ShadowRow } from '#shared/api/shadow.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { ShadowDialog } from './ShadowDialog.tsx'
import { ShadowTable } from './ShadowTable.tsx'
import styles from './testing.module.css'
import { type ShadowChoice, type ShadowState, useShadow } from './use-shadow.ts'

/** The drawer's tab for shadow runs: which messages, how far it is, what came out otherwise. */
export default function ShadowPanel({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('shadow')
  const readOnly = useDocument((state) => state.readOnly)
  const { state, start, stop } = useShadow(flowId)
  const [onlyChanged, setOnlyChanged] = useState(true)
  const [chosen, setChosen] = useState<ShadowRow>()
  if (readOnly) return <p className={styles.hint}>{t('readOnly')}</p>
  const rows = onlyChanged ? state.rows.filter(({ result }) => result !== 'same') : state.rows
  return (
    <div className={styles.cases}>
      <ChoiceBar running={state.running} onStart={(choice) => void start(choice)} onStop={stop} />
      {state.ranOn === undefined ? <p className={styles.dim}>{t('lead')}</p> : <Standing state={state} />}
      {state.fault ? <ErrorCard error={state.fault} /> : null}
      {state.rows.length > 0 ? (
        <>
          <Switch
            my={8}
            label={t('onlyChanged')}
            checked={onlyChanged}
            onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
          />
          <ShadowTable rows={rows} onSee={setChosen} />
        </>
      ) : null}
      {state.rows.length === 0 && state.ranOn !== undefined && !state.running && !state.fault ? (
        <p className={styles.dim}>{t('empty')}</p>
      ) : null}
      <ShadowDialog flowId={flowId} row={chosen} onClose={() => setChosen(undefined)} />
    </div>
  )
}

function ChoiceBar({
  running,
  onStart,
  onStop,
}: {
  readonly running: boolean
  readonly onStart: (choice: ShadowChoice) => void
  readonly onStop: () => void
}) {
  const { t } = useTranslation('shadow')
  const [choice, setChoice] = useState<ShadowChoice>({ last: 100, status: '', q: '' })
  return (
    <Group gap={12} align="flex-end" className={styles.casesHead ?? ''}>
      <NumberInput
        label={t('last')}
        w={200}
        min={1}
        max={MOST_SHADOWED}
        clampBehavior="strict"
        allowDecimal={false}
        value={choice.last}
        onChange={(last) => setChoice({ ...choice, last: Math.max(1, Number(last) || 1) })}
      />
      <Select
        label={t('status')}
        w={180}
        allowDeselect={false}
        data={[
          { value: '', label: t('any') },
          { value: 'done', label: t('done') },
          { value: 'failed', label: t('failed') },
        ]}
        value={choice.status}
        onChange={(status) => setChoice({ ...choice, status: status === 'done' || status === 'failed' ? status : '' })}
      />
      <TextInput
        label={t('q')}
        w={240}
        maxLength={200}
        value={choice.q}
        onChange={(event) => setChoice({ ...choice, q: event.currentTarget.value })}
      />
      {running ? (
        <Button variant="default" leftSection={<IconPlayerStop size={16} />} onClick={onStop}>
          {t('stop')}
        </Button>
      ) : (
        <Button leftSection={<IconPlayerPlay size={16} />} onClick={() => onStart(choice)}>
          {t('run')}
        </Button>
      )}
    </Group>
  )
}

const results = ['same', 'changed', 'new-error', 'unknown'] as const

function Standing({ state }: { readonly state: ShadowState }) {
  const { t } = useTranslation('shadow')
  const stale = useDocument((it) => it.hash) !== state.ranOn
  const count = (wanted: string): number => state.rows.filter(({ result }) => result === wanted).length
  return (
    <div role="status">
      {state.running ? (
        <Progress value={(state.done / Math.max(1, state.total)) * 100} aria-label={t('progress')} mb={4} />
      ) : null}
      <Group gap={16}>
        <span>{t('state', { done: state.done, total: state.total })}</span>
        {results.map((result) => (
          <span key={result} data-count={result}>
            {t(`results.${result}`)}: <strong>{count(result)}</strong>
          </span>
        ))}
        {state.stopped ? <span>{t('stopped')}</span> : null}
        {stale && !state.running ? <span className={styles.stale}>{t('stale')}</span> : null}
      </Group>
      {state.edited ? <p className={styles.stale}>{t('edited')}</p> : null}
    </div>
  )
}
