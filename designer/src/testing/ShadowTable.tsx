import { Button, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ShadowRow } from '#shared/api/shadow.ts'
import { titleOfNode } from '../document/catalogue.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { placeText } from './shadow-place.ts'
import styles from './testing.module.css'

/** One row a message: how it came out, and where it first differs. */
export function ShadowTable({
  rows,
  onSee,
}: {
  readonly rows: readonly ShadowRow[]
  readonly onSee: (row: ShadowRow) => void
}) {
  const { t } = useTranslation('shadow')
  const text = useText()
  const flow = useDocument((state) => state.flow)
  const catalogue = useDocument((state) => state.catalogue)
  const words = (key: 'added' | 'removed' | 'status' | 'port'): string => t(`places.${key}`)
  if (rows.length === 0) return null
  return (
    <Table aria-label={t('counts')} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('columns.message')}</Table.Th>
          <Table.Th>{t('columns.result')}</Table.Th>
          <Table.Th>{t('columns.where')}</Table.Th>
          <Table.Th>{t('columns.before')}</Table.Th>
          <Table.Th>{t('columns.after')}</Table.Th>
          <Table.Th>{t('columns.see')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => {
          const { first } = row
          const name = Object.values(row.keys)[0] ?? row.run
          return (
            <Table.Tr key={row.run} data-result={row.result}>
              <Table.Td>
                <Link to={`/lan-chay/${row.run}`}>{name}</Link>
              </Table.Td>
              <Table.Td>{t(`results.${row.result}`)}</Table.Td>
              <Table.Td>
                {first ? (
                  <>
                    {first.node === '' ? t('whole') : text(titleOfNode(catalogue, flow, first.node))}
                    {' · '}
                    <code>{placeText(first.place, words)}</code>
                  </>
                ) : null}
                {row.unanswered.length > 0 ? (
                  <div className={styles.dim}>
                    {t('unanswered', {
                      steps: row.unanswered
                        .map((path) => text(titleOfNode(catalogue, flow, /^[^[#]*/.exec(path)?.[0] ?? path)))
                        .join(', '),
                    })}
                  </div>
                ) : null}
              </Table.Td>
              <Table.Td className={styles.value ?? ''}>{first?.before}</Table.Td>
              <Table.Td className={styles.value ?? ''}>{first?.after}</Table.Td>
              <Table.Td>
                {row.result === 'same' ? null : (
                  <Button variant="subtle" size="compact-sm" aria-label={t('see', { name })} onClick={() => onSee(row)}>
                    {t('columns.see')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}
