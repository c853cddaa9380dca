import { Checkbox, Table } from '@mantine/core'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { RunSummary } from '#shared/api/runs.ts'
import { useOperation } from '../api/api-context.ts'
import { useNodeTitles } from '../document/use-version.ts'
import { useLanguage, useText } from '../i18n/use-text.ts'
import { StateChip } from '../ui/StateChip.tsx'
import { Time } from '../ui/Time.tsx'
import { lengthText } from '../ui/time-text.ts'
import { CompensationMark } from './CompensationMark.tsx'
import styles from './runs.module.css'
import { nameOf, runLength } from './step-model.ts'
import { WaitLine } from './WaitLine.tsx'

/** Which rows are chosen, and how a choice is changed. */
export interface Choice {
  readonly chosen: ReadonlySet<string>
  readonly set: (ids: readonly string[], chosen: boolean) => void
}

/** Runs in rows: state, key, flow, when, how long, what went wrong; with `choice` a box to choose each. */
export function RunTable({ runs, choice }: { runs: readonly RunSummary[]; choice?: Choice | undefined }) {
  const { t } = useTranslation(['runs', 'past'])
  const flows = useOperation('listFlows', {})
  const titles = new Map(flows.data?.flows.map(({ id, title }) => [id, title]))
  return (
    <Table className={styles.table} highlightOnHover stickyHeader stickyHeaderOffset={-16}>
      <Table.Thead>
        <Table.Tr>
          {choice ? (
            <Table.Th w={40}>
              <Checkbox
                aria-label={t('past:bulk.pickAll')}
                checked={runs.every(({ id }) => choice.chosen.has(id))}
                onChange={(event) =>
                  choice.set(
                    runs.map(({ id }) => id),
                    event.currentTarget.checked,
                  )
                }
              />
            </Table.Th>
          ) : null}
          <Table.Th>{t('columns.status')}</Table.Th>
          <Table.Th>{t('columns.key')}</Table.Th>
          <Table.Th>{t('columns.flow')}</Table.Th>
          <Table.Th>{t('columns.acceptedAt')}</Table.Th>
          <Table.Th ta="right">{t('columns.length')}</Table.Th>
          <Table.Th>{t('columns.error')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Row
            key={run.id}
            run={run}
            flowTitle={titles.get(run.flow) ?? run.flow}
            chosen={choice?.chosen.has(run.id)}
            onChoose={choice?.set}
          />
        ))}
      </Table.Tbody>
    </Table>
  )
}

const Row = memo(function Row({
  run,
  flowTitle,
  chosen,
  onChoose,
}: {
  run: RunSummary
  flowTitle: string
  chosen: boolean | undefined
  onChoose: Choice['set'] | undefined
}) {
  const { t } = useTranslation('past')
  const text = useText()
  const language = useLanguage()
  const others = Object.entries(run.keys).slice(1)
  return (
    <Table.Tr data-run={run.id}>
      {onChoose ? (
        <Table.Td>
          <Checkbox
            aria-label={t('bulk.pick', { name: nameOf(run) })}
            checked={chosen === true}
            onChange={(event) => onChoose([run.id], event.currentTarget.checked)}
          />
        </Table.Td>
      ) : null}
      <Table.Td>
        <StateChip state={run.status} />
        <CompensationMark compensation={run.compensation} />
      </Table.Td>
      <Table.Td className={styles.key}>
        <Link to={`/lan-chay/${run.id}`}>{nameOf(run)}</Link>
        {others.length > 0 ? (
          <div className={styles.dim}>{others.map(([name, value]) => `${name}: ${value}`).join(' · ')}</div>
        ) : null}
      </Table.Td>
      <Table.Td className={styles.flow}>{flowTitle}</Table.Td>
      <Table.Td className={styles.nowrap}>
        <Time at={run.acceptedAt} />
      </Table.Td>
      <Table.Td className={styles.number}>{run.endedAt ? lengthText(runLength(run, 0), language) : '–'}</Table.Td>
      <Table.Td className={styles.reason}>
        {run.error ? (
          <>
            {text(run.error.message)}
            {run.errorNode ? <AtNode run={run} node={run.errorNode} /> : null}
          </>
        ) : null}
        {run.waits ? <WaitLine waits={run.waits} /> : null}
        {run.wakeAt && !run.waits && (run.status === 'waiting' || run.status === 'retrying') ? (
          <span className={styles.dim}>
            {' '}
            → <Time at={run.wakeAt} relative />
          </span>
        ) : null}
      </Table.Td>
    </Table.Tr>
  )
})

/** The step that failed, by the title that people know it by. */
function AtNode({ run, node }: { run: RunSummary; node: string }) {
  const titles = useNodeTitles(run.flow, run.version)
  return <span className={styles.dim}> · {titles.of(node)}</span>
}
