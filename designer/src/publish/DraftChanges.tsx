import { Button } from '@mantine/core'
import { IconGitCompare } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api/api-context.ts'
import { ChangeList } from '../compare/ChangeList.tsx'
import { ImpactBox } from '../compare/ImpactBox.tsx'
import { titleOfNode } from '../document/catalogue.ts'
import { useCatalogue, useFlow } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { Loaded } from '../ui/Loaded.tsx'
import { CompareDialog } from './CompareDialog.tsx'
import styles from './publish.module.css'

/** What the draft changes on the running version, who else meets it, and the way to see it on the canvas. */
export function DraftChanges({ flowId, active }: { readonly flowId: string; readonly active: string }) {
  const { t } = useTranslation('publish')
  const diff = useOperation('diffFlow', { params: { id: flowId }, query: { from: active, to: 'draft' } })
  const text = useText()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const [open, setOpen] = useState(false)
  return (
    <Loaded query={diff}>
      {({ changes, impact }) => (
        <>
          {changes.length === 0 ? (
            <p className={styles.dim}>{t('changes.none')}</p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            <div className={styles.draftChanges} tabIndex={0}>
              <ChangeList changes={changes} />
              <ImpactBox impact={impact} titleOf={(id) => text(titleOfNode(catalogue, flow, id))} />
            </div>
          )}
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<IconGitCompare size={16} />}
            onClick={() => setOpen(true)}
          >
            {t('changes.onCanvas')}
          </Button>
          <CompareDialog
            flowId={flowId}
            pair={open ? { from: active, to: 'draft' } : undefined}
            onClose={() => setOpen(false)}
          />
        </>
      )}
    </Loaded>
  )
}
