import { Button, Menu } from '@mantine/core'
import { IconArrowBackUp, IconChevronDown, IconEdit, IconFlask, IconRefresh, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import { useAction, useHolds, useOperation } from '../api/api-context.ts'
import { useVersion } from '../document/use-version.ts'
import { useText } from '../i18n/use-text.ts'
import type { Question } from '../ui/ConfirmDialog.tsx'
import { notifyDone, notifyError } from '../ui/notify.ts'
import { versionLabel } from '../ui/version-label.ts'
import { ResubmitDialog } from './ResubmitDialog.tsx'
import { SaveCaseDialog } from './SaveCaseDialog.tsx'

/** States from which a person may stop a run and have it undone. */
const UNDO_FROM: ReadonlySet<Run['status']> = new Set(['accepted', 'waiting', 'retrying', 'failed', 'cancelled'])

/** What may be done with a whole run: retry from where it failed, on its own or another version; submit its message again; close it. */
export function RunActions({ run, onAsk }: { run: Run; onAsk: (question: Question) => void }) {
  const { t } = useTranslation(['runs', 'past', 'cases'])
  const text = useText()
  const mayOperate = useHolds('operator')
  const mayDesign = useHolds('designer')
  const retry = useAction('retryRun', ['getRun', 'listRuns', 'listFlows'])
  const close = useAction('cancelRun', ['getRun', 'listRuns', 'listFlows'])
  const params = { id: run.id }
  const retryable = !run.emptied && (run.status === 'failed' || run.status === 'cancelled')
  const past = useVersion(run.flow, run.version)
  const branches = Object.values(past?.flow.nodes ?? {}).some((node) => node.compensate !== undefined)
  const undoable = branches && run.compensation === undefined && UNDO_FROM.has(run.status) && !run.emptied
  const halfUndone = run.compensation === 'under-way' || run.compensation === 'partial'
  const closed = run.status === 'done' || run.status === 'cancelled' || halfUndone
  const [editing, setEditing] = useState(false)
  const [keeping, setKeeping] = useState(false)
  const versions = useOperation('listVersions', { params: { id: run.flow } }, { enabled: retryable })
  if (!mayOperate) return null
  const retryNow = (version?: string) =>
    retry.mutateAsync({ params, body: version ? { version } : {} }).then(
      () => notifyDone(t('retry.done')),
      (error: unknown) => notifyError(error, text),
    )
  const askClose = () =>
    onAsk({
      title: t('close.title'),
      body: t('close.body'),
      reason: t('close.reason'),
      action: t('close.action'),
      danger: true,
      run: (reason) => close.mutateAsync({ params, body: { reason } }).then(() => notifyDone(t('close.done'))),
    })
  const askUndo = () =>
    onAsk({
      title: t('undoing.title'),
      body: t('undoing.body'),
      reason: t('close.reason'),
      action: t('undoing.action'),
      danger: true,
      run: (reason) =>
        close.mutateAsync({ params, body: { reason, compensate: true } }).then(() => notifyDone(t('undoing.begun'))),
    })
  const others = versions.data?.versions.filter(({ version }) => version !== run.version) ?? []
  return (
    <>
      {run.steps.length > 0 ? (
        <Button variant="default" leftSection={<IconEdit size={16} />} onClick={() => setEditing(true)}>
          {t('past:resubmit.open')}
        </Button>
      ) : null}
      {mayDesign && run.steps.length > 0 ? (
        <Button variant="default" leftSection={<IconFlask size={16} />} onClick={() => setKeeping(true)}>
          {t('cases:save.open')}
        </Button>
      ) : null}
      <SaveCaseDialog run={run} opened={keeping} onClose={() => setKeeping(false)} />
      <ResubmitDialog run={run} opened={editing} onClose={() => setEditing(false)} />
      {undoable ? (
        <Button variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={askUndo}>
          {t('undoing.action')}
        </Button>
      ) : null}
      {closed ? null : (
        <Button variant="default" leftSection={<IconX size={16} />} onClick={askClose}>
          {t('close.action')}
        </Button>
      )}
      {retryable ? (
        <Button.Group>
          <Button leftSection={<IconRefresh size={16} />} loading={retry.isPending} onClick={() => void retryNow()}>
            {t('retry.action')}
          </Button>
          {others.length > 0 ? (
            <Menu position="bottom-end" withinPortal>
              <Menu.Target>
                <Button px={8} aria-label={t('retry.other')} style={{ borderLeft: '1px solid var(--lt-surface)' }}>
                  <IconChevronDown size={16} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Label>{t('retry.other')}</Menu.Label>
                {others.slice(0, 10).map(({ version, number, name, active, note }) => (
                  <Menu.Item key={version} onClick={() => void retryNow(version)}>
                    {versionLabel(t('view.version', { number }), name)}
                    {active ? ` · ${t('retry.active')}` : ''}
                    {note === '' ? '' : ` · ${note.slice(0, 60)}`}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </Button.Group>
      ) : null}
    </>
  )
}
