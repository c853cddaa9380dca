import { FileInput, Modal, Stack } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BundlePreview } from '#shared/api/bundles.ts'
import { LARGEST_BUNDLE } from '#shared/api/bundles.ts'
import { useAction } from '../api/api-context.ts'
import { type ApiError, asApiError } from '../api/api-error.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loading } from '../ui/Loaded.tsx'
import { base64Of } from './bundle-file.ts'
import styles from './bundles.module.css'
import { ImportForm } from './ImportForm.tsx'

interface Looked {
  readonly content: string
  readonly preview: BundlePreview
}

/** Takes a bundle file, shows what importing it would do, and imports it. */
export function ImportDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('bundles')
  return (
    <Modal opened={opened} onClose={onClose} size="xl" title={t('import.title')}>
      {opened ? <Steps onClose={onClose} /> : null}
    </Modal>
  )
}

function Steps({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('bundles')
  const look = useAction('previewBundle')
  const [looked, setLooked] = useState<Looked>()
  const [error, setError] = useState<ApiError>()
  const [tooLarge, setTooLarge] = useState(false)
  const take = async (file: File | null) => {
    setLooked(undefined)
    setError(undefined)
    setTooLarge(file !== null && file.size > LARGEST_BUNDLE)
    if (!file || file.size > LARGEST_BUNDLE) return
    try {
      const content = await base64Of(file)
      setLooked({ content, preview: await look.mutateAsync({ body: { content } }) })
    } catch (thrown) {
      setError(asApiError(thrown))
    }
  }
  return (
    <Stack gap={16}>
      <p className={styles.lead}>{t('import.lead')}</p>
      <FileInput
        label={t('import.file')}
        placeholder={t('import.choose')}
        accept=".flowpack"
        clearable
        clearButtonProps={{ 'aria-label': t('import.clear') }}
        leftSection={<IconPackage size={16} />}
        error={tooLarge ? t('import.tooLarge', { mb: LARGEST_BUNDLE / 1024 / 1024 }) : null}
        onChange={(file) => void take(file)}
      />
      {look.isPending ? <Loading /> : null}
      {error ? <ErrorCard error={error} /> : null}
      {looked ? <ImportForm content={looked.content} preview={looked.preview} onClose={onClose} /> : null}
    </Stack>
  )
}
