import { ActionIcon, Button, Group, Select, Stack } from '@mantine/core'
import { IconArrowUp, IconFilter, IconSortAscending, IconStack2, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ForEach, MappingItem, SortKey } from '#shared/mapping/mapping.ts'
import { FormulaInput } from '../formula/FormulaInput.tsx'
import { FunctionHelp } from '../formula/FunctionHelp.tsx'
import { PreviewLine } from '../formula/PreviewLine.tsx'
import { useFormulaPreview } from '../formula/use-preview.ts'
import { InChain } from './InChain.tsx'
import { Labelled } from './Labelled.tsx'
import styles from './mapper.module.css'
import { turnsOf } from './mapping-edits.ts'

/** A part of the details of a row. */
export interface PartProps {
  readonly item: MappingItem
  readonly disabled: boolean
  readonly onChange: (item: MappingItem) => void
}

const MOST_KEYS = 8

/** What a for-each runs over, which items it takes, how it groups and orders them. */
export function TurnFields({ item, disabled, onChange }: PartProps) {
  const { t } = useTranslation('mapper')
  const each: ForEach = item.each ?? { over: '' }
  const { groupBy: _groupBy, sort: _sort, ...single } = turnsOf(each)
  const set = (next: ForEach) => onChange({ ...item, each: next })
  const without = (part: 'where' | 'groupBy' | 'sort') => {
    const { [part]: _old, ...rest } = each
    set({ ...rest, over: each.over })
  }
  const sort = each.sort ?? []
  const setKey = (at: number, key: SortKey) => set({ ...each, sort: sort.map((old, i) => (i === at ? key : old)) })
  return (
    <>
      <Labelled label={t('over')} help={t('overHelp')}>
        <Formula
          label={t('over')}
          value={each.over}
          disabled={disabled}
          placeholder={t('overPlaceholder')}
          onChange={(over) => set({ ...each, over })}
        />
      </Labelled>
      <InChain chain={[single]}>
        {each.where === undefined ? null : (
          <Part label={t('where')} help={t('whereHelp')} remove={disabled ? undefined : () => without('where')}>
            <Formula
              label={t('where')}
              value={each.where}
              disabled={disabled}
              placeholder={t('wherePlaceholder')}
              onChange={(where) => set({ ...each, where })}
            />
          </Part>
        )}
        {each.groupBy === undefined ? null : (
          <Part label={t('groupBy')} help={t('groupByHelp')} remove={disabled ? undefined : () => without('groupBy')}>
            <Formula
              label={t('groupBy')}
              value={each.groupBy}
              disabled={disabled}
              placeholder={t('groupByPlaceholder')}
              onChange={(groupBy) => set({ ...each, groupBy })}
            />
          </Part>
        )}
      </InChain>
      {sort.length === 0 ? null : (
        <InChain chain={[each.groupBy === undefined ? single : { ...single, groupBy: each.groupBy }]}>
          <Part label={t('sort')} help={t('sortHelp')} remove={disabled ? undefined : () => without('sort')}>
            <Stack gap={8}>
              {sort.map((key, at) => (
                <SortKeyFields
                  // biome-ignore lint/suspicious/noArrayIndexKey: keys of an order have no name but their place
                  key={at}
                  nth={at + 1}
                  sortKey={key}
                  disabled={disabled}
                  onChange={(next) => setKey(at, next)}
                  onUp={at === 0 ? undefined : () => set({ ...each, sort: swapped(sort, at) })}
                  onRemove={
                    sort.length === 1 ? undefined : () => set({ ...each, sort: sort.filter((_, i) => i !== at) })
                  }
                />
              ))}
            </Stack>
          </Part>
        </InChain>
      )}
      {disabled ? null : (
        <Group gap={8}>
          {each.where === undefined ? (
            <Adder icon={<IconFilter size={16} />} label={t('addWhere')} onAdd={() => set({ ...each, where: '' })} />
          ) : null}
          {each.groupBy === undefined ? (
            <Adder
              icon={<IconStack2 size={16} />}
              label={t('addGroupBy')}
              onAdd={() => set({ ...each, groupBy: '' })}
            />
          ) : null}
          {sort.length < MOST_KEYS ? (
            <Adder
              icon={<IconSortAscending size={16} />}
              label={t(sort.length === 0 ? 'addSort' : 'addSortKey')}
              onAdd={() => set({ ...each, sort: [...sort, { by: '' }] })}
            />
          ) : null}
        </Group>
      )}
    </>
  )
}

function Adder({
  icon,
  label,
  onAdd,
}: {
  readonly icon: React.ReactNode
  readonly label: string
  readonly onAdd: () => void
}) {
  return (
    <Button variant="default" size="compact-md" leftSection={icon} onClick={onAdd}>
      {label}
    </Button>
  )
}

function Part({
  label,
  help,
  remove,
  children,
}: {
  readonly label: string
  readonly help: string
  readonly remove: (() => void) | undefined
  readonly children: React.ReactNode
}) {
  const { t } = useTranslation('mapper')
  return (
    <div className={styles.part}>
      <Labelled label={label} help={help}>
        {children}
      </Labelled>
      {remove ? (
        <ActionIcon
          className={styles.partRemove ?? ''}
          variant="subtle"
          color="gray"
          size={24}
          aria-label={t('removePart', { part: label })}
          onClick={remove}
        >
          <IconX size={16} />
        </ActionIcon>
      ) : null}
    </div>
  )
}

function SortKeyFields({
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
      <Formula
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

function Formula({
  label,
  value,
  disabled,
  placeholder,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly disabled: boolean
  readonly placeholder: string
  readonly onChange: (text: string) => void
}) {
  const preview = useFormulaPreview(value, !disabled)
  return (
    <>
      <div className={styles.withButton}>
        <FormulaInput label={label} value={value} disabled={disabled} placeholder={placeholder} onChange={onChange} />
        <FunctionHelp />
      </div>
      <PreviewLine preview={preview} text={value} />
    </>
  )
}

/** The key at a place moved before the one above it. */
function swapped(sort: readonly SortKey[], at: number): readonly SortKey[] {
  const [key, ...rest] = sort.slice(at)
  const above = sort.slice(0, at - 1)
  const before = sort[at - 1]
  return key && before ? [...above, key, before, ...rest] : sort
}
