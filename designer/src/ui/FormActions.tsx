import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** The foot of a form in a dialog: leave it, or send it off. */
export function FormActions({
  submit,
  disabled,
  busy,
  danger = false,
  onCancel,
}: {
  /** What sending it off does, as a verb. */
  readonly submit: string
  readonly disabled: boolean
  readonly busy: boolean
  readonly danger?: boolean
  readonly onCancel: () => void
}) {
  const { t } = useTranslation('common')
  return (
    <Group justify="flex-end" gap={8}>
      <Button variant="default" onClick={onCancel}>
        {t('actions.cancel')}
      </Button>
      <Button type="submit" {...(danger ? { color: 'red' } : {})} disabled={disabled} loading={busy}>
        {submit}
      </Button>
    </Group>
  )
}
