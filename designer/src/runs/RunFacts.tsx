import { IconTimeline } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Run } from '#shared/api/runs.ts'
import { useOperation } from '../api/api-context.ts'
import { useLanguage } from '../i18n/use-text.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { StateChip } from '../ui/StateChip.tsx'
import { Time } from '../ui/Time.tsx'
import { lengthText } from '../ui/time-text.ts'
import { useNow } from '../ui/use-now.ts'
import { versionLabel } from '../ui/version-label.ts'
import { CompensationMark } from './CompensationMark.tsx'
import styles from './runs.module.css'
import { runLength } from './step-model.ts'

/** State, flow, version, keys and times of a run on one or two lines. */
export function RunFacts({ run }: { run: Run }) {
  const { t } = useTranslation(['runs', 'past'])
  const language = useLanguage()
  const now = useNow()
  const flows = useOperation('listFlows', {})
  const versions = useOperation('listVersions', { params: { id: run.flow } })
  const flowTitle = flows.data?.flows.find(({ id }) => id === run.flow)?.title ?? run.flow
  const version = versions.data?.versions.find((it) => it.version === run.version)
  return (
    <div className={styles.facts}>
      <StateChip state={run.status} />
      <CompensationMark compensation={run.compensation} />
      <span>
        {t('view.flow')}{' '}
        <Link to={`/luong/${run.flow}?phien-ban=${encodeURIComponent(run.version)}`}>
          {flowTitle}
          {version ? ` · ${versionLabel(t('view.version', { number: version.number }), version.name)}` : ''}
        </Link>
      </span>
      <span>
        {t('view.accepted')} <Time at={run.acceptedAt} />
      </span>
      <span>
        {t(run.endedAt ? 'view.length' : 'view.lengthSoFar', { length: lengthText(runLength(run, now), language) })}
      </span>
      {run.wakeAt && !run.waits ? (
        <span>
          {t('view.wakes')} <Time at={run.wakeAt} relative />
        </span>
      ) : null}
      {Object.entries(run.keys).map(([name, value]) => (
        <span key={name} className={styles.keyFact}>
          {name}: <code>{value}</code>
          <CopyButton text={value} />
          <Link to={`/ho-so/${encodeURIComponent(value)}`} title={t('past:links.timeline', { value })}>
            <IconTimeline size={16} aria-label={t('past:links.timeline', { value })} />
          </Link>
        </span>
      ))}
      <span className={styles.keyFact}>
        {t('view.id')} <code>{run.id}</code>
        <CopyButton text={run.id} />
      </span>
      {run.origin ? <Link to={`/lan-chay/${run.origin}`}>{t('past:links.origin')}</Link> : null}
      {run.copies ? (
        <span>
          {t('past:links.copies')}{' '}
          {run.copies.map(({ id }, at, { length }) => (
            <Link key={id} to={`/lan-chay/${id}`}>
              {t('past:links.copy', { number: length - at })}{' '}
            </Link>
          ))}
        </span>
      ) : null}
      {run.parent ? <Link to={`/lan-chay/${run.parent}`}>{t('view.parent')}</Link> : null}
    </div>
  )
}
