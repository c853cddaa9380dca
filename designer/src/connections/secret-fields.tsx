import { Button, Group, PasswordInput, Textarea } from '@mantine/core'
import { IconCheck, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { baseFields } from '../ui/fields/base-fields.ts'
import { FieldFrame, fieldId } from '../ui/fields/FieldFrame.tsx'
import type { FieldProps, FieldRegistry } from '../ui/fields/field-contract.ts'
import { TakeFile } from '../ui/fields/TakeFile.tsx'
import styles from './connections.module.css'

/** What stands in a form for a secret that is set and stays as it is. */
export const KEPT = { kept: true } as const
const isKept = (value: unknown): boolean => typeof value === 'object' && value !== null && 'kept' in value

/** A secret: whether it is set can be seen, what it is cannot. It can be replaced or cleared. */
function SecretField(field: FieldProps) {
  const { t } = useTranslation('connections')
  const long = field.look.kind === 'long-text'
  // Bytes in Base64 say nothing to a reader: only the file is named.
  const bytes = field.look.upload?.as === 'base64'
  if (isKept(field.value))
    return (
      <FieldFrame field={field} group>
        <Group gap={8} mt={4}>
          <span className={styles.secretSet}>
            <IconCheck size={16} aria-hidden /> {t('secret.set')}
          </span>
          <Button variant="default" size="compact-md" disabled={field.disabled} onClick={() => field.onChange('')}>
            {t('secret.replace')}
          </Button>
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            leftSection={<IconTrash size={16} />}
            disabled={field.disabled}
            onClick={() => field.onChange(null)}
          >
            {t('secret.clear')}
          </Button>
        </Group>
      </FieldFrame>
    )
  const value = typeof field.value === 'string' ? field.value : ''
  const shared = {
    id: fieldId(field.path),
    value,
    disabled: field.disabled,
    autoComplete: 'off',
    placeholder: field.value === null ? t('secret.cleared') : t('secret.notSet'),
  }
  return (
    <FieldFrame field={field} group={bytes}>
      {bytes ? null : long ? (
        <Textarea
          {...shared}
          autosize
          minRows={3}
          maxRows={8}
          onChange={(event) => field.onChange(event.currentTarget.value)}
        />
      ) : (
        <PasswordInput
          {...shared}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('secret.show') }}
          onChange={(event) => field.onChange(event.currentTarget.value)}
        />
      )}
      <TakeFile field={field} />
    </FieldFrame>
  )
}

/** Draws every field of a kind's secrets write-only. */
export const secretFields: FieldRegistry = { ...baseFields, text: SecretField, 'long-text': SecretField }

/** The secrets as the form begins: those that are set are kept. */
export function formSecrets(secretsSet: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(secretsSet.map((name) => [name, KEPT]))
}

/** What is sent: kept ones are left out, cleared ones are null, typed ones their text. An empty new value keeps the old. */
export function sentSecrets(secrets: Readonly<Record<string, unknown>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([name, value]): [string, string | null][] => {
      if (value === null) return [[name, null]]
      return typeof value === 'string' && value !== '' ? [[name, value]] : []
    }),
  )
}
