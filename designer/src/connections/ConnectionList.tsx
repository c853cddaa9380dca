import { Button, Table, TextInput } from '@mantine/core'
import { IconFlask, IconPlugConnected, IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Connection } from '#shared/api/platform.ts'
import { matchesText } from '#shared/text/fold-text.ts'
import { useAction, useHolds, useOperation } from '../api/api-context.ts'
import { useText } from '../i18n/use-text.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { Time } from '../ui/Time.tsx'
import { Who } from '../ui/Who.tsx'
import { CIRCUIT_REFRESH_MS, Circuit } from './Circuit.tsx'
import { connectionKindsOf } from './catalogue.ts'
import styles from './connections.module.css'
import { placeOf } from './place-of.ts'
import { TestVerdict } from './TestResult.tsx'

/** All connections: where they lead, who uses them, and whether they work. */
export default function ConnectionList() {
  const { t } = useTranslation(['connections', 'common'])
  const query = useOperation('listConnections', {}, { refetchInterval: CIRCUIT_REFRESH_MS })
  const mayChange = useHolds('admin')
  const [words, setWords] = useState('')
  const create = mayChange ? (
    <Button leftSection={<IconPlus size={16} />} component={Link} to="/ket-noi/moi">
      {t('new')}
    </Button>
  ) : null
  return (
    <Page
      header={
        <PageHeader title={t('title')} lead={t('lead')}>
          <TextInput
            aria-label={t('search')}
            placeholder={t('search')}
            leftSection={<IconSearch size={16} />}
            w={260}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          {create}
        </PageHeader>
      }
    >
      <Loaded query={query}>
        {({ connections }) => {
          if (connections.length === 0)
            return (
              <EmptyState
                icon={<IconPlugConnected size={28} aria-hidden />}
                title={t('empty.title')}
                text={t('empty.text')}
              >
                {create}
              </EmptyState>
            )
          const shown = connections.filter((it) => matchesText(words, [it.title, it.id, it.kind, placeOf(it)]))
          return shown.length === 0 ? (
            <EmptyState title={t('common:noMatch')} />
          ) : (
            <ConnectionTable connections={shown} />
          )
        }}
      </Loaded>
    </Page>
  )
}

function ConnectionTable({ connections }: { connections: readonly Connection[] }) {
  const { t } = useTranslation('connections')
  const text = useText()
  const catalogue = useOperation('nodes', {})
  const kinds = new Map(connectionKindsOf(catalogue.data).map((it) => [it.kind, text(it.title)]))
  return (
    <Table className={styles.table} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('columns.title')}</Table.Th>
          <Table.Th>{t('columns.kind')}</Table.Th>
          <Table.Th>{t('columns.place')}</Table.Th>
          <Table.Th>{t('columns.usedBy')}</Table.Th>
          <Table.Th>{t('columns.updated')}</Table.Th>
          <Table.Th>{t('columns.check')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {connections.map((it) => (
          <Table.Tr key={it.id} data-connection={it.id}>
            <Table.Td>
              <Link to={`/ket-noi/${it.id}`} className={styles.title}>
                {it.title}
              </Link>
              <div className={styles.dim}>{it.id}</div>
            </Table.Td>
            <Table.Td>{kinds.get(it.kind) ?? it.kind}</Table.Td>
            <Table.Td className={styles.place}>
              <code>{placeOf(it)}</code>
              {it.simulator ? (
                <div className={styles.simulator}>
                  <IconFlask size={16} aria-hidden /> {t('simulator')}
                </div>
              ) : null}
            </Table.Td>
            <Table.Td className={styles.nowrap}>
              {t('flows', { count: new Set(it.usedBy.map(({ flow }) => flow)).size })}
            </Table.Td>
            <Table.Td className={styles.nowrap}>
              <Time at={it.updatedAt} relative />
              <div className={styles.dim}>
                <Who by={it.updatedBy} />
              </div>
            </Table.Td>
            <Table.Td>
              <Circuit connection={it} />
              <QuickTest id={it.id} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function QuickTest({ id }: { id: string }) {
  const { t } = useTranslation('connections')
  const mayTest = useHolds('operator')
  const test = useAction('testConnection')
  if (!mayTest) return null
  return (
    <div className={styles.quick}>
      <Button
        size="compact-md"
        variant="default"
        loading={test.isPending}
        onClick={() => test.mutate({ params: { id } })}
      >
        {t('test.short')}
      </Button>
      <TestVerdict result={test.data} error={test.error} />
    </div>
  )
}
