import { Modal } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Loading } from '../ui/Loaded.tsx'
import type { ImporterProps } from './SchemaImporter.tsx'

const SchemaImporter = lazy(() => import('./SchemaImporter.tsx'))

/** Makes a schema of a sample or of a schema of another kind; its fields are seen before anything is taken. */
export function SchemaDialog({
  opened,
  title,
  ...rest
}: ImporterProps & { readonly opened: boolean; readonly title: string }) {
  return (
    <Modal opened={opened} onClose={rest.onClose} size="xl" title={title}>
      {opened ? (
        <Suspense fallback={<Loading />}>
          <SchemaImporter {...rest} />
        </Suspense>
      ) : null}
    </Modal>
  )
}
