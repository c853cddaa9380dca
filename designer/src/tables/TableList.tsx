import { Button, Modal, Stack, Table, TextInput } from '@mantine/core'
import { IconCalendar, IconPlus, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { matchesText } from '#shared/text/fold-text.ts'
import { useAction, useHolds, useOperation } from '../api/api-context.ts'
import { freeId } from '../flows/flow-id.ts'
import { useNumber } from '../i18n/use-text.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FormActions } from '../ui/FormActions.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { Time } from '../ui/Time.tsx'
import styles from './tables.module.css'

/** All code tables. */
export default function TableList() {
  const { t } = useTranslation(['tables', 'calendar'])
  const number = useNumber()
  const query = useOperation('listTables', {})
  const mayChange = useHolds('designer')
  const [creating, setCreating] = useState(false)
  const [words, setWords] = useState('')
  const create = mayChange ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t('new')}
    </Button>
  ) : null
  return (
    <Page
      header={
        <PageHeader title={t('title')} lead={t('lead')}>
          <Button variant="default" leftSection={<IconCalendar size={16} />} component={Link} to="/lich-lam-viec">
            {t('calendar:open')}
          </Button>
          <TextInput
            aria-label={t('search')}
            placeholder={t('search')}
            w={240}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          {create}
        </PageHeader>
      }
    >
      <Loaded query={query}>
        {({ tables }) =>
          tables.length === 0 ? (
            <EmptyState icon={<IconTable size={28} aria-hidden />} title={t('empty.title')} text={t('empty.text')}>
              {create}
            </EmptyState>
          ) : (
            <Table className={styles.list} highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('columns.title')}</Table.Th>
                  <Table.Th>{t('columns.id')}</Table.Th>
                  <Table.Th ta="right">{t('columns.rows')}</Table.Th>
                  <Table.Th>{t('columns.updated')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {tables
                  .filter(({ id, title }) => matchesText(words, [id, title]))
                  .map(({ id, title, rows, updatedAt }) => (
                    <Table.Tr key={id} data-table={id}>
                      <Table.Td>
                        <Link to={`/danh-muc/${id}`} className={styles.title}>
                          {title}
                        </Link>
                      </Table.Td>
                      <Table.Td>
                        <code>{id}</code>
                      </Table.Td>
                      <Table.Td ta="right">{number(rows)}</Table.Td>
                      <Table.Td>
                        <Time at={updatedAt} relative />
                      </Table.Td>
                    </Table.Tr>
                  ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
      <Modal opened={creating} onClose={() => setCreating(false)} title={t('new')}>
        <NewTable taken={query.data?.tables.map(({ id }) => id) ?? []} onClose={() => setCreating(false)} />
      </Modal>
    </Page>
  )
}

function NewTable({ taken, onClose }: { taken: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation('tables')
  const go = useNavigate()
  const save = useAction('saveTable', ['listTables'])
  const [title, setTitle] = useState('')
  const id = title.trim() === '' ? '' : freeId(title, taken, 'danh-muc')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (id === '') return
        save.mutate(
          { params: { id }, body: { title: title.trim(), rows: [] } },
          { onSuccess: () => void go(`/danh-muc/${id}`) },
        )
      }}
    >
      <Stack gap={12}>
        <TextInput
          label={t('name')}
          description={id === '' ? t('nameHelp') : t('idWillBe', { id })}
          data-autofocus
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        {save.error ? <ErrorCard error={save.error} /> : null}
        <FormActions submit={t('create')} disabled={id === ''} busy={save.isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}
