import { Button, Menu } from '@mantine/core'
import { IconFileExport } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { csvOf, linesOf } from './export-csv.ts'
import { xlsxOf } from './sheet/write-xlsx.ts'
import type { CodeRow } from './table-text.ts'

/** Gives the rows as a file of a spreadsheet, whose cells stay text. */
export function ExportMenu({
  id,
  title,
  rows,
}: {
  readonly id: string
  readonly title: string
  readonly rows: readonly CodeRow[]
}) {
  const { t } = useTranslation('tables')
  const headings = [t('columns.code'), t('columns.name'), t('columns.from'), t('columns.to')]
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<IconFileExport size={16} />} disabled={rows.length === 0}>
          {t('export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => download(`${id}.xlsx`, xlsxOf(title, linesOf(rows, headings)), XLSX)}>
          {t('exportXlsx')}
        </Menu.Item>
        <Menu.Item onClick={() => download(`${id}.csv`, csvOf(rows, headings), 'text/csv;charset=utf-8')}>
          {t('exportCsv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

function download(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
