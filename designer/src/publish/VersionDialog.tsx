import { Modal } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowVersion } from '#shared/api/flows.ts'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'
import { useOperation } from '../api/api-context.ts'
import { FlowCanvas } from '../canvas/FlowCanvas.tsx'
import { useCatalogue } from '../document/DocumentProvider.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import styles from './publish.module.css'

/** A published version to look at. */
export function VersionDialog({
  flowId,
  version,
  onClose,
}: {
  readonly flowId: string
  readonly version: FlowVersion | undefined
  readonly onClose: () => void
}) {
  const { t } = useTranslation('publish')
  return (
    <Modal
      opened={version !== undefined}
      onClose={onClose}
      size="90%"
      title={version ? t('view.title', { number: version.number }) : ''}
    >
      {version ? (
        <>
          {version.note === '' ? null : <p className={styles.dim}>{version.note}</p>}
          <VersionCanvas flowId={flowId} version={version.version} />
        </>
      ) : null}
    </Modal>
  )
}

function VersionCanvas({ flowId, version }: { readonly flowId: string; readonly version: string }) {
  const { t } = useTranslation('publish')
  const catalogue = useCatalogue()
  const query = useOperation('getVersion', { params: { id: flowId, version } })
  const { data } = query
  const read = useMemo(() => {
    const { flow } = parseFlow(data?.flow)
    return flow && { flow, layout: parseLayout(data?.layout ?? { format: 1, at: {} }) }
  }, [data])
  return (
    <Loaded query={query}>
      {() =>
        read ? (
          <div className={styles.canvas}>
            <FlowCanvas flow={read.flow} layout={read.layout} catalogue={catalogue} />
          </div>
        ) : (
          <p role="alert">{t('view.unreadable')}</p>
        )
      }
    </Loaded>
  )
}
