import { ActionIcon, Button, Group, Select, Stack } from '@mantine/core'
import { IconArrowUp, IconFilter, IconSortAscending, IconStack2, IconX } from '@tabler/icons-react'
import { useState } from 'react'
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

type TurnPart = 'where' | 'groupBy' | 'sort'

/** What a for-each runs over, which items it takes, how it groups and orders them. */
export function TurnFields({ item, disabled, onChange }: PartProps) {
  const { t } = useTranslation('mapper')
  const each: ForEach = item.each ?? { over: '' }
  const { groupBy: _groupBy, sort: _sort, ...single } = turnsOf(each)
  const set = (next: ForEach) => onChange({ ...item, each: next })
  // A part that was opened and is not filled in yet is on the screen alone, not in the flow.
  const [opened, setOpened] = useState<ReadonlySet<TurnPart>>(new Set())
  const open = (part: TurnPart) => setOpened(new Set([...opened, part]))
  const without = (part: TurnPart) => {
    const { [part]: _old, ...rest } = each
    setOpened(new Set([...opened].filter((it) => it !== part)))
    if (_old !== undefined) set({ ...rest, over: each.over })
  }
  const write = (part: 'where' | 'groupBy', text: string) => {
    const { [part]: _old, ...rest } = each
    open(part)
    set(text === '' ? rest : { ...rest, [part]: text })
  }
  const where = each.where ?? (opened.has('where') ? '' : undefined)
  const groupBy = each.groupBy ?? (opened.has('groupBy') ? '' : undefined)
  const stored = each.sort ?? []
  const sort = opened.has('sort') && stored.length < MOST_KEYS ? [...stored, { by: '' }] : stored
  const setKeys = (keys: readonly SortKey[]) => {
    const { sort: _old, ...rest } = each
    const filled = keys.at(-1)?.by === '' ? keys.slice(0, -1) : keys
    set(filled.length > 0 ? { ...rest, sort: filled } : rest)
  }
  const setKey = (at: number, key: SortKey) => {
    if (at === stored.length && key.by !== '') setOpened(new Set([...opened].filter((it) => it !== 'sort')))
    setKeys(sort.map((old, i) => (i === at ? key : old)))
  }
  const removeKey = (at: number) => {
    if (at >= stored.length) setOpened(new Set([...opened].filter((it) => it !== 'sort')))
    else setKeys(stored.filter((_, i) => i !== at))
  }
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
        {where === undefined ? null : (
          <Part label={t('where')} help={t('whereHelp')} remove={disabled ? undefined : () => without('where')}>
            <Formula
              label={t('where')}
              value={where}
              disabled={disabled}
              placeholder={t('wherePlaceholder')}
              onChange={(text) => write('where', text)}
            />
          </Part>
        )}
        {groupBy === undefined ? null : (
          <Part label={t('groupBy')} help={t('groupByHelp')} remove={disabled ? undefined : () => without('groupBy')}>
            <Formula
              label={t('groupBy')}
              value={groupBy}
              disabled={disabled}
              placeholder={t('groupByPlaceholder')}
              onChange={(text) => write('groupBy', text)}
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
                  onUp={at === 0 || at >= stored.length ? undefined : () => setKeys(swapped(stored, at))}
                  onRemove={sort.length === 1 ? undefined : () => removeKey(at)}
                />
              ))}
            </Stack>
          </Part>
        </InChain>
      )}
      {disabled ? null : (
        <Group gap={8}>
          {where === undefined ? (
            <Adder icon={<IconFilter size={16} />} label={t('addWhere')} onAdd={() => open('where')} />
          ) : null}
          {groupBy === undefined ? (
            <Adder icon={<IconStack2 size={16} />} label={t('addGroupBy')} onAdd={() => open('groupBy')} />
          ) : null}
          {stored.length < MOST_KEYS && !opened.has('sort') ? (
            <Adder
              icon={<IconSortAscending size={16} />}
              label={t(sort.length === 0 ? 'addSort' : 'addSortKey')}
              onAdd={() => open('sort')}
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
