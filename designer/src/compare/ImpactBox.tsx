import { IconAlertTriangle, IconListCheck, IconPlugConnected, IconRoute, IconTable } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Impact } from '#shared/api/flows.ts'
import { useText } from '../i18n/use-text.ts'
import styles from './compare.module.css'

/** Who else meets the change: flows, partners, code tables, saved test cases, and what steps further on no longer get. */
export function ImpactBox({
  impact,
  titleOf,
}: {
  readonly impact: Impact
  /** What a node of the newer version is called. */
  readonly titleOf: (node: string) => string
}) {
  const { t } = useTranslation('compare')
  const text = useText()
  const { callers, called, connections, tables, cases, problems } = impact
  const touched = cases.filter((it) => it.touched)
  const nothing = [callers, called, connections, tables, cases, problems].every((list) => list.length === 0)
  return (
    <section className={styles.impact} aria-label={t('impact.title')}>
      <h3 className={styles.group}>{t('impact.title')}</h3>
      {nothing ? <p className={styles.dim}>{t('impact.none')}</p> : null}
      <Row
        icon={<IconAlertTriangle size={18} aria-hidden />}
        words={t('impact.problems', { count: problems.length })}
        hide={problems.length === 0}
        warn
      >
        {problems.slice(0, 20).map((it) => (
          <li key={`${it.code}|${it.node}|${it.from}|${it.path}|${it.message.en}`}>
            {it.node === undefined ? '' : `“${titleOf(it.node)}”: `}
            {text(it.message)}
          </li>
        ))}
      </Row>
      <Row
        icon={<IconRoute size={18} aria-hidden />}
        words={t('impact.callers', { count: callers.length })}
        hide={callers.length === 0}
      >
        {callers.map((it) => (
          <FlowRow key={it.id} {...it} />
        ))}
      </Row>
      <Row
        icon={<IconRoute size={18} aria-hidden />}
        words={t('impact.called', { count: called.length })}
        hide={called.length === 0}
      >
        {called.map((it) => (
          <FlowRow key={it.id} {...it} />
        ))}
      </Row>
      <Row
        icon={<IconPlugConnected size={18} aria-hidden />}
        words={t('impact.connections', { count: connections.length })}
        hide={connections.length === 0}
      >
        {connections.map((it) => (
          <li key={it.id}>
            <Link to={`/ket-noi/${it.id}`}>{it.title}</Link>
            {it.kind ? ` (${text(it.kind)})` : ''}: {t(it.changed ? 'impact.changed' : 'impact.downstream')}
          </li>
        ))}
      </Row>
      <Row
        icon={<IconTable size={18} aria-hidden />}
        words={t('impact.tables', { count: tables.length })}
        hide={tables.length === 0}
      >
        {tables.map((it) => (
          <li key={it.id}>
            <Link to={`/danh-muc/${it.id}`}>{it.title}</Link>
          </li>
        ))}
      </Row>
      <Row
        icon={<IconListCheck size={18} aria-hidden />}
        words={t('impact.cases', { count: cases.length, touched: touched.length })}
        hide={cases.length === 0}
      >
        {touched.map((it) => (
          <li key={it.name}>{it.title}</li>
        ))}
      </Row>
    </section>
  )
}

function FlowRow({ id, title }: { readonly id: string; readonly title: string }) {
  return (
    <li>
      <Link to={`/luong/${id}`}>{title}</Link>
    </li>
  )
}

function Row({
  icon,
  words,
  hide,
  warn,
  children,
}: {
  readonly icon: ReactNode
  readonly words: string
  readonly hide: boolean
  readonly warn?: boolean
  readonly children: ReactNode
}) {
  if (hide) return null
  return (
    <div className={styles.met} data-warn={warn || undefined}>
      {icon}
      <div>
        {words}
        <ul>{children}</ul>
      </div>
    </div>
  )
}
