import { ActionIcon, Group, Select } from '@mantine/core'
import { IconArrowUp, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SortKey } from '#shared/mapping/mapping.ts'
import { TurnFormula } from './TurnFormula.tsx'

/** One key of an order: what it reads, in which direction, and its place among the keys. */
export function SortKeyFields({
  nth,
  sortKey,
  disabled,
  onChange,
  onUp,
  onRemove,
}: {
  readonly nth: number
  readonly sortKey: SortKey
  readonly disabled: boolean
  readonly onChange: (key: SortKey) => void
  readonly onUp: (() => void) | undefined
  readonly onRemove: (() => void) | undefined
}) {
  const { t } = useTranslation('mapper')
  const choice = `${sortKey.as ?? 'text'}-${sortKey.order ?? 'asc'}`
  const choices = ['text-asc', 'text-desc', 'number-asc', 'number-desc'] as const
  return (
    <div>
      <TurnFormula
        label={t('sortBy', { n: nth })}
        value={sortKey.by}
        disabled={disabled}
        placeholder={t('sortPlaceholder')}
        onChange={(by) => onChange({ ...sortKey, by })}
      />
      <Group gap={4} wrap="nowrap" mt={4}>
        <Select
          aria-label={t('sortOrder', { n: nth })}
          data={choices.map((value) => ({ value, label: t(`sortOrders.${value}`) }))}
          value={choice}
          allowDeselect={false}
          disabled={disabled}
          flex={1}
          onChange={(next) =>
            onChange({
              by: sortKey.by,
              ...(next?.endsWith('desc') ? { order: 'desc' } : {}),
              ...(next?.startsWith('number') ? { as: 'number' } : {}),
            })
          }
        />
        {onUp && !disabled ? (
          <ActionIcon variant="subtle" size={32} aria-label={t('sortUp', { n: nth })} onClick={onUp}>
            <IconArrowUp size={16} />
          </ActionIcon>
        ) : null}
        {onRemove && !disabled ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={t('sortRemove', { n: nth })}
            onClick={onRemove}
          >
            <IconX size={16} />
          </ActionIcon>
        ) : null}
      </Group>
    </div>
  )
}
