import { Button, Modal } from '@mantine/core'
import { IconRestore } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowVersion } from '#shared/api/flows.ts'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'
import { useOperation } from '../api/api-context.ts'
import { FlowCanvas } from '../canvas/FlowCanvas.tsx'
import { restoreVersion } from '../document/commands/restore-version.ts'
import { useCatalogue, useDispatch, useDocument } from '../document/DocumentProvider.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { notifyDone } from '../ui/notify.ts'
import { versionLabel } from '../ui/version-label.ts'
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
      title={version ? versionLabel(t('view.title', { number: version.number }), version.name) : ''}
    >
      {version ? (
        <>
          {version.note === '' ? null : <p className={styles.dim}>{version.note}</p>}
          <VersionCanvas flowId={flowId} version={version} onRestored={onClose} />
        </>
      ) : null}
    </Modal>
  )
}

function VersionCanvas({
  flowId,
  version: { version, number },
  onRestored,
}: {
  readonly flowId: string
  readonly version: FlowVersion
  readonly onRestored: () => void
}) {
  const { t } = useTranslation('publish')
  const catalogue = useCatalogue()
  const dispatch = useDispatch()
  const readOnly = useDocument((state) => state.readOnly)
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
          <>
            {readOnly ? null : (
              <Button
                mb={8}
                variant="default"
                leftSection={<IconRestore size={16} />}
                onClick={() => {
                  dispatch(restoreVersion(read, number))
                  notifyDone(t('view.restored', { number }))
                  onRestored()
                }}
              >
                {t('view.restore')}
              </Button>
            )}
            <div className={styles.canvas}>
              <FlowCanvas flow={read.flow} layout={read.layout} catalogue={catalogue} />
            </div>
          </>
        ) : (
          <p role="alert">{t('view.unreadable')}</p>
        )
      }
    </Loaded>
  )
}
