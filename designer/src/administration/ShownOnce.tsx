import { Button, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../ui/CopyButton.tsx'
import styles from './administration.module.css'

/** A secret or a one-time link, shown now and never again. */
export function ShownOnce({
  title,
  text,
  value,
  onClose,
}: {
  title: string
  text: string
  value: string | undefined
  onClose: () => void
}) {
  const { t } = useTranslation('administration')
  return (
    <Modal opened={value !== undefined} onClose={onClose} title={title} closeOnClickOutside={false}>
      <Stack gap={12}>
        <Text>{text}</Text>
        <div className={styles.once}>
          <code>{value}</code>
          <CopyButton text={value ?? ''} />
        </div>
        <Button onClick={onClose} ml="auto">
          {t('once.done')}
        </Button>
      </Stack>
    </Modal>
  )
}
