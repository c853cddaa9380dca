import { Table, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './administration.module.css'

/** A table of things to act on: named columns, and a last one for the actions, whose name only screen readers say. */
export function ActionTable({
  columns,
  highlightOnHover = false,
  children,
}: {
  readonly columns: readonly string[]
  readonly highlightOnHover?: boolean
  readonly children: ReactNode
}) {
  const { t } = useTranslation('administration')
  return (
    <Table className={styles.table} highlightOnHover={highlightOnHover}>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column}>{column}</Table.Th>
          ))}
          <Table.Th>
            <VisuallyHidden>{t('accounts.columns.actions')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  )
}
