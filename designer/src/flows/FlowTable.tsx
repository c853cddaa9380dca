import { Table, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconArrowDown, IconArrowRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { FlowSummary } from '#shared/api/flows.ts'
import { durationMs } from '#shared/node/fields.ts'
import { useServerCatalogue } from '../document/use-version.ts'
import { useLanguage, useNumber, useText } from '../i18n/use-text.ts'
import type { Question } from '../ui/ConfirmDialog.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { splitDuration } from '../ui/fields/duration.ts'
import { StateChip } from '../ui/StateChip.tsx'
import { Time } from '../ui/Time.tsx'
import { lengthText } from '../ui/time-text.ts'
import { FlowMenu } from './FlowMenu.tsx'
import styles from './flows.module.css'
import { type FlowOrder, splitAddress } from './list-model.ts'
import { Sparkline } from './Sparkline.tsx'

/** What the table is given. */
export interface FlowTableProps {
  readonly flows: readonly FlowSummary[]
  readonly order: FlowOrder
  readonly onOrder: (order: FlowOrder) => void
  readonly onAsk: (question: Question) => void
}

/** Flows in rows. A number leads to the runs that it counts; zero is plain text. */
export function FlowTable({ flows, order, onOrder, onAsk }: FlowTableProps) {
  const { t } = useTranslation('flows')
  const head = (name: FlowOrder, label: string, right = false) => (
    <Table.Th
      ta={right ? 'right' : 'left'}
      aria-sort={order !== name ? 'none' : name === 'title' ? 'ascending' : 'descending'}
    >
      <UnstyledButton className={styles.sort} data-on={order === name || undefined} onClick={() => onOrder(name)}>
        {label}
        <IconArrowDown size={14} aria-hidden />
      </UnstyledButton>
    </Table.Th>
  )
  return (
    <Table className={styles.table} highlightOnHover stickyHeader stickyHeaderOffset={-16}>
      <Table.Thead>
        <Table.Tr>
          {head('title', t('columns.flow'))}
          <Table.Th>{t('columns.state')}</Table.Th>
          <Table.Th>{t('columns.traffic')}</Table.Th>
          {head('accepted', t('columns.accepted'), true)}
          {head('failed', t('columns.failed'), true)}
          {head('open', t('columns.open'), true)}
          {head('last', t('columns.last'))}
          <Table.Th>
            <VisuallyHidden>{t('columns.actions')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {flows.map((flow) => (
          <Row key={flow.id} flow={flow} onAsk={onAsk} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Row({ flow, onAsk }: { flow: FlowSummary; onAsk: (question: Question) => void }) {
  const { t } = useTranslation('flows')
  const text = useText()
  const catalogue = useServerCatalogue()
  const typeTitle = (type: string): string => {
    const known = catalogue?.byType.get(type)
    return known ? text(known.title) : type
  }
  const runs = (status: string) => `/lan-chay?flow=${flow.id}${status === '' ? '' : `&status=${status}`}`
  return (
    <Table.Tr data-flow={flow.id}>
      <Table.Td className={styles.main}>
        <Link to={`/luong/${flow.id}`} className={styles.title}>
          {flow.title}
        </Link>
        <div className={styles.under}>
          {flow.triggers.length === 0 ? <span>{t('noTrigger')}</span> : null}
          {flow.triggers.map(({ node, type, address }) =>
            address ? <Address key={node} address={address} /> : <span key={node}>{typeTitle(type)}</span>,
          )}
        </div>
        {flow.lastError && flow.counts.failed > 0 ? (
          <Link to={runs('failed,in-doubt')} className={styles.lastError}>
            <IconAlertTriangle size={16} aria-hidden />
            <span>{text(flow.lastError)}</span>
            <IconArrowRight size={16} aria-hidden />
          </Link>
        ) : null}
      </Table.Td>
      <Table.Td>
        <StateChip state={flow.state} />
      </Table.Td>
      <Table.Td>
        <Sparkline values={flow.traffic} />
      </Table.Td>
      <Count value={flow.counts.accepted} to={runs('')} />
      <Count value={flow.counts.failed} to={runs('failed,in-doubt')} bad />
      <Count value={flow.counts.open} to={runs('accepted,running,waiting,retrying,in-doubt')} />
      <Table.Td className={styles.nowrap}>{flow.lastRunAt ? <Time at={flow.lastRunAt} relative /> : '–'}</Table.Td>
      <Table.Td>
        <FlowMenu flow={flow} onAsk={onAsk} />
      </Table.Td>
    </Table.Tr>
  )
}

function Count({ value, to, bad }: { value: number; to: string; bad?: boolean }): ReactNode {
  const number = useNumber()
  return (
    <Table.Td className={styles.count}>
      {value === 0 ? (
        <span className={styles.zero}>0</span>
      ) : (
        <Link to={to} data-bad={bad || undefined}>
          {number(value)}
        </Link>
      )}
    </Table.Td>
  )
}

/** A trigger's address: method and path, with a button that copies the whole address; a timetable is shown as it is. */
function Address({ address }: { address: string }) {
  const { t } = useTranslation('flows')
  const language = useLanguage()
  const { method, path, url } = splitAddress(address)
  const every = splitDuration(address)
  if (every) return <span>{t('every', { length: lengthText(durationMs(address), language) })}</span>
  return (
    <span className={styles.address}>
      {method ? null : t('timetable')}
      <code>{method ? `${method} ${path}` : address}</code>
      {url ? <CopyButton text={url} label={t('copyAddress')} /> : null}
    </span>
  )
}
