import { Alert, Button, Table } from '@mantine/core'
import { IconCheck, IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '#shared/api/platform.ts'
import { roles } from '#shared/api/roles.ts'
import { useApi, useOperation } from '../api/api-context.ts'
import type { ApiError } from '../api/api-error.ts'
import { useText } from '../i18n/use-text.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loading } from '../ui/Loaded.tsx'
import { Time } from '../ui/Time.tsx'
import { Who } from '../ui/Who.tsx'
import styles from './administration.module.css'
import { actionText, knownField, outcomeOf } from './audit-words.ts'

const PAGE = 50

/** Who did what and when, newest first, and whether the trail is as it was written. */
export function AuditTrail() {
  const { t } = useTranslation('administration')
  const { client } = useApi()
  const query = useInfiniteQuery<readonly AuditEntry[], ApiError, AuditEntry[], readonly unknown[], number | undefined>(
    {
      queryKey: ['listAudit', 'pages'],
      queryFn: async ({ pageParam, signal }) =>
        (
          await client.call(
            'listAudit',
            { query: { limit: PAGE, ...(pageParam === undefined ? {} : { before: pageParam }) } },
            signal,
          )
        ).entries,
      initialPageParam: undefined,
      getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.seq),
      select: ({ pages }) => pages.flat(),
    },
  )
  return (
    <>
      <Verdict />
      {query.data ? <Entries entries={query.data} /> : query.error ? <ErrorCard error={query.error} /> : <Loading />}
      {query.hasNextPage ? (
        <Button mt={12} variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('audit.older')}
        </Button>
      ) : null}
    </>
  )
}

/** Recomputes the chain of hashes when asked. */
function Verdict() {
  const { t } = useTranslation('administration')
  const verdict = useOperation('verifyAudit', {}, { enabled: false })
  const { data } = verdict
  return (
    <>
      <div className={styles.bar}>
        <p>{t('audit.lead')}</p>
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={16} />}
          loading={verdict.isFetching}
          onClick={() => void verdict.refetch()}
        >
          {t('audit.verify')}
        </Button>
      </div>
      <div role="status">
        {data ? (
          <Alert
            mb={12}
            color={data.ok ? 'green' : 'red'}
            icon={data.ok ? <IconCheck size={18} /> : <IconShieldX size={18} />}
            title={data.ok ? t('audit.whole', { count: data.rows }) : t('audit.broken', { seq: data.seq })}
          >
            {data.ok ? t('audit.wholeText') : t('audit.brokenText', { reason: data.reason })}
          </Alert>
        ) : null}
        {verdict.error ? <ErrorCard error={verdict.error} /> : null}
      </div>
    </>
  )
}

function Entries({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { t } = useTranslation('administration')
  return (
    <Table className={styles.table} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('audit.columns.at')}</Table.Th>
          <Table.Th>{t('audit.columns.actor')}</Table.Th>
          <Table.Th>{t('audit.columns.action')}</Table.Th>
          <Table.Th>{t('audit.columns.target')}</Table.Th>
          <Table.Th>{t('audit.columns.details')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation('administration')
  const text = useText()
  const outcome = outcomeOf(entry.action)
  const details = Object.entries(entry.details)
  return (
    <Table.Tr>
      <Table.Td>
        <Time at={entry.at} />
      </Table.Td>
      <Table.Td className={styles.actor}>
        {entry.actor === '' ? <span className={styles.dim}>{t('audit.nobody')}</span> : <Who by={entry.actor} />}
        <div className={styles.dim}>{entry.address}</div>
      </Table.Td>
      <Table.Td>
        {text(actionText(entry.action))}
        {outcome ? <div className={styles.refused}>{t(`audit.outcome.${outcome}`)}</div> : null}
      </Table.Td>
      <Table.Td>{entry.target}</Table.Td>
      <Table.Td>
        {details.map(([name, value]) => {
          const field = knownField(name)
          return (
            <div key={name}>
              <span className={styles.dim}>{field ? t(`audit.fields.${field}`) : name}:</span>{' '}
              <Value name={name} value={value} />
            </div>
          )
        })}
      </Table.Td>
    </Table.Tr>
  )
}

/** A detail in words: roles, ways to sign in, yes and no by their names; anything else as it was written down. */
function Value({ name, value }: { readonly name: string; readonly value: unknown }) {
  const { t } = useTranslation(['administration', 'app'])
  const role = name === 'role' ? roles.find((it) => it === value) : undefined
  if (role) return t(`app:roles.${role}`)
  if (name === 'by' && (value === 'password' || value === 'link' || value === 'outside'))
    return t(`audit.ways.${value}`)
  if (typeof value === 'boolean') return t(`audit.is.${value}`)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
