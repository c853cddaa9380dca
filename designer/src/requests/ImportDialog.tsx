import { Modal } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useNode, useNodeTitle } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { useSession, useSessionStore } from '../session/SessionProvider.tsx'
import { Loading } from '../ui/Loaded.tsx'

const importers = {
  curl: lazy(() => import('./CurlImporter.tsx')),
  openapi: lazy(() => import('./OpenApiImporter.tsx')),
}

/** What an importer is given. */
export interface ImporterProps {
  readonly node: string
  readonly text: string
  readonly onClose: () => void
}

/** Fills in a node from a description of its request. */
export function ImportDialog() {
  const { t } = useTranslation('requests')
  const words = useText()
  const session = useSessionStore()
  const importing = useSession((state) => state.importing)
  const node = importing?.node ?? ''
  const exists = useNode(node) !== undefined
  const title = useNodeTitle(node)
  const Importer = importers[importing?.from ?? 'curl']
  const close = () => session.getState().set({ importing: undefined })
  return (
    <Modal
      opened={importing !== undefined && exists}
      onClose={close}
      size="xl"
      zIndex={250}
      title={importing ? t(`${importing.from}.title`, { node: words(title) }) : ''}
    >
      {importing ? (
        <Suspense fallback={<Loading />}>
          <Importer node={node} text={importing.text ?? ''} onClose={close} />
        </Suspense>
      ) : null}
    </Modal>
  )
}
