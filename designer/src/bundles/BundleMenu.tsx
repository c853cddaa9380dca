import { Button, Menu } from '@mantine/core'
import { IconPackage, IconPackageExport, IconPackageImport } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowSummary } from '#shared/api/flows.ts'
import { ExportDialog } from './ExportDialog.tsx'
import { ImportDialog } from './ImportDialog.tsx'

/** Flows to and from other installations. */
export function BundleMenu({ flows }: { readonly flows: readonly FlowSummary[] }) {
  const { t } = useTranslation('bundles')
  const [open, setOpen] = useState<'export' | 'import'>()
  const close = () => setOpen(undefined)
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<IconPackage size={16} />}>
            {t('menu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPackageImport size={16} />} onClick={() => setOpen('import')}>
            {t('import.action')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPackageExport size={16} />}
            disabled={flows.length === 0}
            onClick={() => setOpen('export')}
          >
            {t('export.action')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ExportDialog flows={flows} opened={open === 'export'} onClose={close} />
      <ImportDialog opened={open === 'import'} onClose={close} />
    </>
  )
}
