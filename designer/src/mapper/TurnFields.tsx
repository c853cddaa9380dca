import { ActionIcon, Button, Group, Stack } from '@mantine/core'
import { IconFilter, IconSortAscending, IconStack2, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ForEach, MappingItem, SortKey } from '#shared/mapping/mapping.ts'
import { FocusFirst } from './FocusFirst.tsx'
import { InChain } from './InChain.tsx'
import { Labelled } from './Labelled.tsx'
import styles from './mapper.module.css'
import { turnsOf } from './mapping-edits.ts'
import { SortKeyFields } from './SortKeyFields.tsx'
import { TurnFormula } from './TurnFormula.tsx'

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
  const adders = useRef<HTMLDivElement>(null)
  const without = (part: TurnPart) => {
    const { [part]: _old, ...rest } = each
    setOpened(new Set([...opened].filter((it) => it !== part)))
    if (_old !== undefined) set({ ...rest, over: each.over })
    // The button that was pressed is gone; the one that brings the part back takes its place.
    requestAnimationFrame(() => adders.current?.querySelector<HTMLElement>(`[data-part="${part}"]`)?.focus())
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
        <TurnFormula
          label={t('over')}
          value={each.over}
          disabled={disabled}
          placeholder={t('overPlaceholder')}
          onChange={(over) => set({ ...each, over })}
        />
      </Labelled>
      <InChain chain={[single]}>
        {where === undefined ? null : (
          <Part
            label={t('where')}
            help={t('whereHelp')}
            fresh={opened.has('where')}
            remove={disabled ? undefined : () => without('where')}
          >
            <TurnFormula
              label={t('where')}
              value={where}
              disabled={disabled}
              placeholder={t('wherePlaceholder')}
              onChange={(text) => write('where', text)}
            />
          </Part>
        )}
        {groupBy === undefined ? null : (
          <Part
            label={t('groupBy')}
            help={t('groupByHelp')}
            fresh={opened.has('groupBy')}
            remove={disabled ? undefined : () => without('groupBy')}
          >
            <TurnFormula
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
                // biome-ignore lint/suspicious/noArrayIndexKey: keys of an order have no name but their place
                <FocusFirst key={at} when={at >= stored.length}>
                  <SortKeyFields
                    nth={at + 1}
                    sortKey={key}
                    disabled={disabled}
                    onChange={(next) => setKey(at, next)}
                    onUp={at === 0 || at >= stored.length ? undefined : () => setKeys(swapped(stored, at))}
                    onRemove={sort.length === 1 ? undefined : () => removeKey(at)}
                  />
                </FocusFirst>
              ))}
            </Stack>
          </Part>
        </InChain>
      )}
      {disabled ? null : (
        <Group gap={8} ref={adders}>
          {where === undefined ? (
            <Adder icon={<IconFilter size={16} />} label={t('addWhere')} part="where" onAdd={() => open('where')} />
          ) : null}
          {groupBy === undefined ? (
            <Adder
              icon={<IconStack2 size={16} />}
              label={t('addGroupBy')}
              part="groupBy"
              onAdd={() => open('groupBy')}
            />
          ) : null}
          {stored.length < MOST_KEYS && !opened.has('sort') ? (
            <Adder
              icon={<IconSortAscending size={16} />}
              label={t(sort.length === 0 ? 'addSort' : 'addSortKey')}
              part="sort"
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
  part,
  onAdd,
}: {
  readonly icon: React.ReactNode
  readonly part: TurnPart
  readonly label: string
  readonly onAdd: () => void
}) {
  return (
    <Button variant="default" size="compact-md" leftSection={icon} data-part={part} onClick={onAdd}>
      {label}
    </Button>
  )
}

function Part({
  label,
  help,
  fresh = false,
  remove,
  children,
}: {
  readonly label: string
  readonly help: string
  /** It was asked for just now. */
  readonly fresh?: boolean
  readonly remove: (() => void) | undefined
  readonly children: React.ReactNode
}) {
  const { t } = useTranslation('mapper')
  return (
    <div className={styles.part}>
      <Labelled label={label} help={help}>
        <FocusFirst when={fresh}>{children}</FocusFirst>
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

/** The key at a place moved before the one above it. */
function swapped(sort: readonly SortKey[], at: number): readonly SortKey[] {
  const [key, ...rest] = sort.slice(at)
  const above = sort.slice(0, at - 1)
  const before = sort[at - 1]
  return key && before ? [...above, key, before, ...rest] : sort
}
