import { Button, FileButton, Group } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field-contract.ts'

/** Larger files are no certificates or keys; fields for other files say how much fits. */
const MOST_BYTES = 70_000

/** A button that takes the value of a field from a file of the officer's machine; the file goes nowhere until the form is saved. */
export function TakeFile({ field }: { field: FieldProps }) {
  const { t } = useTranslation('fields')
  const [said, setSaid] = useState('')
  const { upload } = field.look
  if (!upload) return null
  const take = async (file: File): Promise<void> => {
    if (file.size > (upload.most ?? MOST_BYTES)) return setSaid(t('file.tooLarge', { name: file.name }))
    const bytes = new Uint8Array(await file.arrayBuffer())
    field.onChange(
      upload.as === 'text'
        ? new TextDecoder().decode(bytes)
        : btoa(Array.from(bytes, (it) => String.fromCharCode(it)).join('')),
    )
    setSaid(t('file.taken', { name: file.name }))
  }
  return (
    <Group gap={8} mt={4}>
      <FileButton accept={upload.accept} onChange={(file) => void (file && take(file))}>
        {(props) => (
          <Button
            variant="default"
            size="compact-md"
            disabled={field.disabled}
            leftSection={<IconFileImport size={16} />}
            {...props}
          >
            {t('file.choose')}
          </Button>
        )}
      </FileButton>
      <span role="status">{said}</span>
    </Group>
  )
}
