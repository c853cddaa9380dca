import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { UsedCodeTable } from '#shared/api/platform.ts'
import { useOperation } from '../api/api-context.ts'
import styles from './tables.module.css'

/** The flows that look codes up in this table: what a change of it touches. */
export function UsedBy({ usedBy }: { readonly usedBy: UsedCodeTable['usedBy'] }) {
  const { t } = useTranslation('tables')
  const flows = useOperation('listFlows', {})
  const titles = new Map(flows.data?.flows.map(({ id, title }) => [id, title]))
  const byFlow = Map.groupBy(usedBy, ({ flow }) => flow)
  return (
    <section className={styles.usedBy} aria-labelledby="used-by">
      <strong id="used-by">{t('usedBy')}</strong>
      {byFlow.size === 0 ? <span>{t('usedByNone')}</span> : null}
      {[...byFlow].map(([flow, uses]) => (
        <Link key={flow} to={`/luong/${flow}`}>
          {t('usedByFlow', { flow: titles.get(flow) ?? flow, count: uses.length })}
        </Link>
      ))}
    </section>
  )
}
