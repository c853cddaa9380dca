import { Button, Group, Progress, Table } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Mapping } from '#shared/mapping/mapping.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { useFormulaScope } from '../formula/FormulaScope.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { countFields, type FieldCount, type SampleResult } from './compare-results.ts'
import styles from './mapper.module.css'
import { finished } from './mapping-edits.ts'
import { SAMPLES, useCapturedTrial } from './use-captured.ts'

/** Tries the mapping on the last messages that the node really got, and counts by field what came out otherwise than it did then. */
export function CapturedPane({ mapping, onGo }: { readonly mapping: Mapping; readonly onGo: (field: string) => void }) {
  const { t } = useTranslation('mapper')
  const { node } = useFormulaScope()
  const flow = useDocument((state) => state.flow.id)
  const { trial, start, stop } = useCapturedTrial(flow, node)
  const results = trial?.results ?? NONE
  const counts = useMemo(() => countFields(mapping, results), [mapping, results])
  const failed = results.filter((it) => 'fault' in it.made)
  return (
    <div>
      <Group gap={12} mb={8}>
        {trial?.running ? (
          <Button variant="default" leftSection={<IconPlayerStop size={16} />} onClick={stop}>
            {t('captured.stop')}
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={16} />}
            onClick={() => void start(finished(mapping))}
          >
            {t('captured.start', { count: SAMPLES })}
          </Button>
        )}
        <span role="status">
          {trial
            ? results.length === 0 && !trial.running
              ? t('captured.none')
              : t('captured.done', { count: results.length, failed: failed.length })
            : t('captured.help')}
        </span>
      </Group>
      {trial?.running ? (
        <Progress value={(results.length / SAMPLES) * 100} aria-label={t('captured.progress')} mb={8} />
      ) : null}
      {trial?.error ? <ErrorCard error={trial.error} /> : null}
      {counts.length > 0 ? <Counts counts={counts} onGo={onGo} /> : null}
      {failed.length > 0 ? (
        <p>
          {t('captured.failedRuns')}{' '}
          {failed.slice(0, 5).map((it) => (
            <Link key={it.run} to={`/lan-chay/${it.run}`} className={styles.runLink ?? ''}>
              {it.run}
            </Link>
          ))}
        </p>
      ) : null}
    </div>
  )
}

const NONE: readonly SampleResult[] = []

function Counts({ counts, onGo }: { readonly counts: readonly FieldCount[]; readonly onGo: (field: string) => void }) {
  const { t } = useTranslation('mapper')
  const shown = counts.filter((it) => it.changed + it.empty + it.failed > 0)
  if (shown.length === 0) return <p>{t('captured.same')}</p>
  return (
    <Table aria-label={t('captured.counts')} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('captured.field')}</Table.Th>
          <Table.Th>{t('captured.changed')}</Table.Th>
          <Table.Th>{t('captured.empty')}</Table.Th>
          <Table.Th>{t('captured.failed')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {shown.map(({ field, changed, empty, failed }) => (
          <Table.Tr key={field}>
            <Table.Td>
              <button type="button" className={styles.linkLike} onClick={() => onGo(field)}>
                {field === '' ? t('captured.whole') : field}
              </button>
            </Table.Td>
            <Table.Td>{changed}</Table.Td>
            <Table.Td>{empty}</Table.Td>
            <Table.Td data-bad={failed > 0 || undefined}>{failed}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
