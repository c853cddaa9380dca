import { Alert, Modal, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import type { CapturedCase, TestCase } from '#shared/api/test-cases.ts'
import { useAction, useApi, useOperation } from '../api/api-context.ts'
import { type ApiError, asApiError } from '../api/api-error.ts'
import { useNodeTitles } from '../document/use-version.ts'
import { freeId } from '../flows/flow-id.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FormActions } from '../ui/FormActions.tsx'
import { Loading } from '../ui/Loaded.tsx'
import { notifyDone } from '../ui/notify.ts'
import { CasePreview } from './CasePreview.tsx'
import { nodeOfPath } from './step-model.ts'

/** Makes a test case of a run: shows what will be kept, with personal data replaced unless told otherwise. */
export function SaveCaseDialog({ run, opened, onClose }: { run: Run; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('cases')
  return (
    <Modal opened={opened} onClose={onClose} size="xl" title={t('save.title')}>
      {opened ? <Form run={run} onClose={onClose} /> : null}
    </Modal>
  )
}

function Form({ run, onClose }: { run: Run; onClose: () => void }) {
  const { t } = useTranslation('cases')
  const [mask, setMask] = useState(true)
  const [title, setTitle] = useState<string>()
  const [edited, setEdited] = useState<TestCase>()
  const { made, error } = useCaptured(run.id, mask)
  const known = useOperation('listCases', { params: { id: run.flow } })
  const save = useAction('saveCase', ['listCases'])
  const shown = title ?? made?.case.title ?? ''
  const ready = made !== undefined && known.data !== undefined && shown.trim() !== ''
  const go = () => {
    if (!made) return
    const name = freeId(shown, known.data?.cases.map((it) => it.name) ?? [], `ca-${run.id.slice(-8).toLowerCase()}`)
    save.mutate(
      { params: { id: run.flow, name }, body: { ...(edited ?? made.case), title: shown.trim() } },
      {
        onSuccess: () => {
          notifyDone(t('save.done', { title: shown.trim() }))
          onClose()
        },
      },
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !save.isPending) go()
      }}
    >
      <Stack gap={12}>
        <Text>{t('save.lead')}</Text>
        <TextInput
          label={t('save.name')}
          withAsterisk
          maxLength={200}
          data-autofocus
          value={shown}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Switch
          label={t('save.mask')}
          description={t('save.maskHelp')}
          checked={mask}
          onChange={(event) => {
            setMask(event.currentTarget.checked)
            setEdited(undefined)
          }}
        />
        {mask ? null : <Alert color="orange">{t('save.unmasked')}</Alert>}
        {error ? (
          <ErrorCard error={error} />
        ) : made ? (
          <Captured run={run} made={made} mask={mask} shown={edited ?? made.case} onChange={setEdited} />
        ) : (
          <Loading />
        )}
        {save.error ? <ErrorCard error={save.error} /> : null}
        <FormActions submit={t('save.action')} disabled={!ready} busy={save.isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}

const kinds = ['name', 'identity', 'phone', 'email', 'address', 'birth', 'account'] as const

function Captured({
  run,
  made,
  mask,
  shown,
  onChange,
}: {
  run: Run
  made: CapturedCase
  mask: boolean
  shown: TestCase
  onChange: (edited: TestCase) => void
}) {
  const { t } = useTranslation('cases')
  const titles = useNodeTitles(run.flow, run.version)
  const named = (paths: readonly string[]): string =>
    [...new Set(paths.map((path) => titles.of(nodeOfPath(path))))].slice(0, 5).join(', ')
  const what = kinds.flatMap((kind) => {
    const count = made.masked[kind]
    return count ? [t(`save.kinds.${kind}`, { count })] : []
  })
  return (
    <>
      {mask ? (
        <Text c="dimmed">{what.length > 0 ? t('save.masked', { what: what.join(', ') }) : t('save.maskedNone')}</Text>
      ) : null}
      {made.differs.length > 0 ? (
        <Alert color="orange">{t('save.differs', { count: made.differs.length, steps: named(made.differs) })}</Alert>
      ) : null}
      {made.unanswered.length > 0 ? (
        <Alert color="orange">{t('save.unanswered', { steps: named(made.unanswered) })}</Alert>
      ) : null}
      <CasePreview run={run} case={shown} onChange={onChange} />
    </>
  )
}

/** What the server makes of the run, again when the choice changes. */
function useCaptured(id: string, mask: boolean): { made?: CapturedCase; error?: ApiError } {
  const { client } = useApi()
  const [state, setState] = useState<{ made?: CapturedCase; error?: ApiError }>({})
  useEffect(() => {
    const stop = new AbortController()
    setState({})
    client.call('captureCase', { params: { id }, body: { mask } }, stop.signal).then(
      (made) => setState({ made }),
      (thrown: unknown) => {
        if (!stop.signal.aborted) setState({ error: asApiError(thrown) })
      },
    )
    return () => stop.abort()
  }, [client, id, mask])
  return state
}
