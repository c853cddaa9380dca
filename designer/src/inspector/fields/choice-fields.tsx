import { Anchor, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useOperation } from '../../api/api-context.ts'
import { useDocument } from '../../document/DocumentProvider.tsx'
import { FieldFrame, fieldId } from '../../ui/fields/FieldFrame.tsx'
import type { FieldProps } from '../../ui/fields/field-contract.ts'
import { problemsAt } from '../../ui/fields/form-model.ts'
import styles from '../inspector.module.css'

interface Offer {
  readonly value: string
  readonly label: string
}

/** One of the things that the server knows, by name. A stored name that it does not know stays and is marked. */
function NamedChoice({
  field,
  offers,
  to,
  linkText,
  empty,
}: {
  readonly field: FieldProps
  readonly offers: readonly Offer[] | undefined
  readonly to: string
  readonly linkText: string
  readonly empty: string
}) {
  const { t } = useTranslation('inspector')
  const stored = typeof field.value === 'string' ? field.value : null
  const unknown = stored !== null && offers !== undefined && !offers.some((it) => it.value === stored)
  const data = [...(offers ?? []), ...(unknown ? [{ value: stored, label: t('choice.gone', { name: stored }) }] : [])]
  const wrong = problemsAt(field.problems, field.path).some((it) => it.severity === 'error')
  return (
    <FieldFrame field={field}>
      <Select
        id={fieldId(field.path)}
        data={data}
        value={stored}
        searchable
        clearable={!field.required}
        clearButtonProps={{ 'aria-label': t('choice.clear') }}
        disabled={field.disabled}
        error={wrong}
        placeholder={t('choice.placeholder')}
        nothingFoundMessage={empty}
        onChange={(next) => field.onChange(next ?? undefined)}
      />
      <Anchor component={Link} to={to} className={styles.link ?? ''}>
        {linkText}
      </Anchor>
    </FieldFrame>
  )
}

/** A connection of a fitting kind. */
export function ConnectionField(field: FieldProps) {
  const { t } = useTranslation('inspector')
  const kinds = field.look.connectionKinds
  const offers = useOperation('listConnections', {}).data?.connections.flatMap(({ id, kind, title, simulator }) =>
    kinds === undefined || kinds.includes(kind)
      ? [{ value: id, label: simulator ? t('choice.simulator', { title, id }) : `${title} (${id})` }]
      : [],
  )
  const stored = typeof field.value === 'string' && field.value !== '' ? field.value : undefined
  return (
    <NamedChoice
      field={field}
      offers={offers}
      to={stored ? `/ket-noi/${encodeURIComponent(stored)}` : '/ket-noi'}
      linkText={stored ? t('choice.openConnection') : t('choice.newConnection')}
      empty={t('choice.noConnection')}
    />
  )
}

/** A code table. */
export function CodeTableField(field: FieldProps) {
  const { t } = useTranslation('inspector')
  const offers = useOperation('listTables', {}).data?.tables.map(({ id, title }) => ({
    value: id,
    label: `${title} (${id})`,
  }))
  const stored = typeof field.value === 'string' && field.value !== '' ? field.value : undefined
  return (
    <NamedChoice
      field={field}
      offers={offers}
      to={stored ? `/danh-muc/${encodeURIComponent(stored)}` : '/danh-muc'}
      linkText={stored ? t('choice.openTable') : t('choice.newTable')}
      empty={t('choice.noTable')}
    />
  )
}

/** Another flow. */
export function FlowField(field: FieldProps) {
  const { t } = useTranslation('inspector')
  const own = useDocument((state) => state.flow.id)
  const offers = useOperation('listFlows', {}).data?.flows.flatMap(({ id, title }) =>
    id === own ? [] : [{ value: id, label: `${title} (${id})` }],
  )
  const stored = typeof field.value === 'string' && field.value !== '' ? field.value : undefined
  return (
    <NamedChoice
      field={field}
      offers={offers}
      to={stored ? `/luong/${encodeURIComponent(stored)}` : '/luong'}
      linkText={stored ? t('choice.openFlow') : t('choice.allFlows')}
      empty={t('choice.noFlow')}
    />
  )
}
