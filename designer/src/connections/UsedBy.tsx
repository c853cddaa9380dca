import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Connection } from '#shared/api/platform.ts'
import { useOperation } from '../api/api-context.ts'
import { useDraftTitles } from '../document/use-version.ts'
import styles from './connections.module.css'

/** The flows and nodes that use a connection: what a change of it touches. */
export function UsedBy({ usedBy }: { usedBy: Connection['usedBy'] }) {
  const { t } = useTranslation('connections')
  const flows = useOperation('listFlows', {})
  const titles = new Map(flows.data?.flows.map(({ id, title }) => [id, title]))
  const byFlow = Map.groupBy(usedBy, ({ flow }) => flow)
  return (
    <section className={styles.usedBy}>
      <h2>{t('usedBy')}</h2>
      {byFlow.size === 0 ? <p className={styles.dim}>{t('usedByNone')}</p> : null}
      <ul>
        {[...byFlow].map(([flow, uses]) => (
          <li key={flow}>
            <Link to={`/luong/${flow}`}>{titles.get(flow) ?? flow}</Link>
            <Nodes flow={flow} nodes={[...new Set(uses.map(({ node }) => node))]} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Nodes({ flow, nodes }: { flow: string; nodes: readonly string[] }) {
  const { t } = useTranslation('connections')
  const titles = useDraftTitles(flow)
  return <div className={styles.dim}>{t('nodes', { nodes: nodes.map(titles.of).join(', ') })}</div>
}
