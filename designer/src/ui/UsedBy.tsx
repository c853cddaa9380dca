import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useOperation } from '../api/api-context.ts'
import { useDraftTitles } from '../document/use-version.ts'
import styles from './used-by.module.css'

/** The flows and nodes that use something (a connection, a code table): what a change of it touches. */
export function UsedBy({
  usedBy,
  title,
  none,
  inline = false,
}: {
  readonly usedBy: readonly { readonly flow: string; readonly node: string }[]
  readonly title: string
  /** Said when nothing uses it. */
  readonly none: string
  /** On one line, where the room is needed for what is below. */
  readonly inline?: boolean
}) {
  const flows = useOperation('listFlows', {})
  const titles = new Map(flows.data?.flows.map(({ id, title: name }) => [id, name]))
  const byFlow = Map.groupBy(usedBy, ({ flow }) => flow)
  return (
    <section className={styles.usedBy} data-inline={inline || undefined}>
      <h2>{title}</h2>
      {byFlow.size === 0 ? <p className={styles.dim}>{none}</p> : null}
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

function Nodes({ flow, nodes }: { readonly flow: string; readonly nodes: readonly string[] }) {
  const { t } = useTranslation('common')
  const titles = useDraftTitles(flow)
  return <div className={styles.dim}>{t('usedByNodes', { nodes: nodes.map(titles.of).join(', ') })}</div>
}
