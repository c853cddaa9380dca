import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { textOf } from '#shared/flow/lines.ts'
import { openApiSchema, readExcerpt } from '#shared/schema/openapi-schemas.ts'
import { fieldsOfSchema } from '../../formula/schema-fields.ts'
import { flatFields } from '../../formula/source-tree.ts'
import { FieldFrame } from '../../ui/fields/FieldFrame.tsx'
import type { FieldProps } from '../../ui/fields/field-contract.ts'
import styles from '../inspector.module.css'

/** The operation that a node was filled in from; nothing while there is none, since the way to one stands above the form. */
export function OpenApiField(field: FieldProps) {
  const { t } = useTranslation('requests')
  const excerpt = textOf(field.value)
  if (excerpt === undefined) return null
  const read = readExcerpt(excerpt)
  const count = (direction: 'request' | 'answer') =>
    flatFields(fieldsOfSchema(openApiSchema(excerpt, direction))).length
  const takes = count('request')
  return (
    <FieldFrame field={field} group>
      {read ? (
        <p className={styles.page}>
          <code>{read.name}</code>
          {read.summary === '' ? '' : ` – ${read.summary}`}
          <br />
          <span className={styles.dim}>
            {takes > 0 ? `${t('openapi.takes', { count: takes })} · ` : ''}
            {t('openapi.gives', { count: count('answer') })}
          </span>
        </p>
      ) : (
        <p role="alert">{t('openapi.unread')}</p>
      )}
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconX size={16} />}
        disabled={field.disabled}
        onClick={() => field.onChange(undefined)}
      >
        {t('openapi.forget')}
      </Button>
    </FieldFrame>
  )
}
