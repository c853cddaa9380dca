import { Button, Group } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconHelpCircle, IconRefresh, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useHolds, useOperation } from '../api/api-context.ts'
import { useNodeTitles } from '../document/use-version.ts'
import { useText } from '../i18n/use-text.ts'
import type { Question } from '../ui/ConfirmDialog.tsx'
import { Time } from '../ui/Time.tsx'
import { BulkProgress } from './BulkProgress.tsx'
import { CompensationMark } from './CompensationMark.tsx'
import type { FailureGroup } from './inbox-groups.ts'
import { RunTable } from './RunTable.tsx'
import styles from './runs.module.css'
import { nameOf } from './step-model.ts'
import { useBulk } from './use-bulk.ts'

/** From this many runs on the number must be typed to confirm. */
const MANY = 10

/** One cause: what happened, whom it touches, what to do; retry or close all of its runs. */
export function FailureCard({ group, onAsk }: { group: FailureGroup; onAsk: (question: Question) => void }) {
  const { t } = useTranslation(['runs', 'common'])
  const text = useText()
  const flows = useOperation('listFlows', {})
  const mayOperate = useHolds('operator')
  const [open, setOpen] = useState(false)
  const titles = useNodeTitles(group.flow, group.runs[0]?.version ?? '')
  const retry = useBulk('retryRun')
  const close = useBulk('cancelRun')
  const count = group.runs.length
  const error = group.runs[0]?.error
  // Until the rest is undone there is nothing to close.
  const halfUndone = group.compensation === 'partial' || group.compensation === 'under-way'
  const flowTitle = flows.data?.flows.find(({ id }) => id === group.flow)?.title ?? group.flow
  const typed = count >= MANY ? { typed: String(count) } : {}
  const ids = group.runs.map(({ id }) => id)
  // The same dossier may have failed several times.
  const names = [...new Set(group.runs.map(nameOf))]
  const askRetry = () =>
    onAsk({
      title: t('inbox.retry.title', { count }),
      body: t('inbox.retry.body'),
      action: t('inbox.retry.action', { count }),
      ...typed,
      run: async () => void retry.start(ids.map((id) => ({ params: { id }, body: {} }))),
    })
  const askClose = () =>
    onAsk({
      title: t('inbox.close.title', { count }),
      body: t('inbox.close.body'),
      reason: t('close.reason'),
      action: t('inbox.close.action', { count }),
      danger: true,
      ...typed,
      run: async (reason) => void close.start(ids.map((id) => ({ params: { id }, body: { reason } }))),
    })
  return (
    <article className={styles.failure} aria-label={error ? text(error.message) : group.code}>
      <div className={styles.failureHead}>
        <span className={styles.failureCount}>{count}</span>
        <div className={styles.failureText}>
          <strong>{error ? text(error.message) : t('inbox.noReason')}</strong>
          <div>
            <Link to={`/luong/${group.flow}`}>{flowTitle}</Link>
            {group.node === '' ? null : ` · ${t('inbox.atNode', { node: titles.of(group.node) })}`}
            {error ? ` · ${t(`common:error.sides.${error.side}`)}` : null}
            {group.inDoubt ? ` · ${t('common:states.in-doubt')}` : null}
          </div>
          <CompensationMark compensation={group.compensation} />
          {error ? <div className={styles.dim}>{text(error.advice)}</div> : null}
          <div className={styles.dim}>
            {t('inbox.first')} <Time at={group.firstAt} relative /> · {t('inbox.last')}{' '}
            <Time at={group.lastAt} relative />
            {' · '}
            {names.slice(0, 3).join(', ')}
            {names.length > 3 ? ` ${t('inbox.others', { count: names.length - 3 })}` : ''}
          </div>
        </div>
        {mayOperate ? (
          <Group gap={8} wrap="nowrap">
            {group.inDoubt ? (
              <Button
                variant="default"
                leftSection={<IconHelpCircle size={16} />}
                component={Link}
                to={`/lan-chay/${group.runs[0]?.id ?? ''}`}
              >
                {t('inbox.decide')}
              </Button>
            ) : (
              <Button
                variant="light"
                leftSection={<IconRefresh size={16} />}
                disabled={retry.running || close.running}
                onClick={askRetry}
              >
                {count === 1 ? t('inbox.retry.one') : t('inbox.retry.short')}
              </Button>
            )}
            {halfUndone ? null : (
              <Button
                variant="default"
                leftSection={<IconX size={16} />}
                disabled={retry.running || close.running}
                onClick={askClose}
              >
                {count === 1 ? t('inbox.close.one') : t('inbox.close.short')}
              </Button>
            )}
          </Group>
        ) : null}
      </div>
      <BulkProgress bulk={retry} />
      <BulkProgress bulk={close} />
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={open ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? t('inbox.hide') : t('inbox.show', { count })}
      </Button>
      {open ? <RunTable runs={group.runs.slice(0, 200)} /> : null}
    </article>
  )
}
