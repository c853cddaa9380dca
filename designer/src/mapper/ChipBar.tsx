import { ActionIcon, Button, Group, Popover, Stack, TextInput } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dynamic } from '#shared/node/dynamic.ts'
import { useFormulaScope } from '../formula/FormulaScope.tsx'
import { useText } from '../i18n/use-text.ts'
import { FunctionPicker } from './FunctionPicker.tsx'
import { type ChainCall, chainOf, type FunctionChain, moveCall, valueOfChain } from './function-chain.ts'
import styles from './mapper.module.css'

/** The functions that a value passes on its way to the target, as chips: press to change, move or remove one, plus to put one in. */
export function ChipBar({
  value,
  disabled,
  onChange,
}: {
  readonly value: Dynamic | undefined
  readonly disabled: boolean
  readonly onChange: (value: Dynamic) => void
}) {
  const { t } = useTranslation('mapper')
  const chain = chainOf(value)
  const bar = useRef<HTMLUListElement>(null)
  if (!chain || chain.source === '') return null
  const set = (next: FunctionChain) => onChange(valueOfChain(next))
  const focusChip = (at: number) =>
    requestAnimationFrame(() => bar.current?.querySelectorAll<HTMLElement>('[data-chip]')[at]?.focus())
  return (
    <ul ref={bar} className={styles.chips} aria-label={t('chips.title')}>
      <li className={styles.chipSource}>{chain.source}</li>
      {chain.calls.map((call, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same function may stand twice; its place is what tells it apart
        <li key={at}>
          <Chip
            call={call}
            first={at === 0}
            last={at === chain.calls.length - 1}
            disabled={disabled}
            onChange={(next) => set({ ...chain, calls: chain.calls.map((old, i) => (i === at ? next : old)) })}
            onMove={(by) => {
              set(moveCall(chain, at, by))
              focusChip(at + by)
            }}
            onRemove={() => set({ ...chain, calls: chain.calls.filter((_, i) => i !== at) })}
          />
        </li>
      ))}
      {disabled ? null : (
        <li>
          <AddChip
            onAdd={(call) => {
              set({ ...chain, calls: [...chain.calls, call] })
              focusChip(chain.calls.length)
            }}
          />
        </li>
      )}
    </ul>
  )
}

function AddChip({ onAdd }: { readonly onAdd: (call: ChainCall) => void }) {
  const { t } = useTranslation('mapper')
  const [open, setOpen] = useState(false)
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={380} trapFocus withinPortal returnFocus>
      <Popover.Target>
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => setOpen(!open)}>
          {t('chips.add')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <FunctionPicker
          onPick={(call) => {
            setOpen(false)
            onAdd(call)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

function Chip({
  call,
  first,
  last,
  disabled,
  onChange,
  onMove,
  onRemove,
}: {
  readonly call: ChainCall
  readonly first: boolean
  readonly last: boolean
  readonly disabled: boolean
  readonly onChange: (call: ChainCall) => void
  readonly onMove: (by: 1 | -1) => void
  readonly onRemove: () => void
}) {
  const { t } = useTranslation('mapper')
  const text = useText()
  const { functions } = useFormulaScope()
  const [open, setOpen] = useState(false)
  const known = functions.find((it) => it.name === call.name || it.alias === call.name)
  const place = call.name === 'danhMuc' || call.name === 'lookupCode' ? 1 : 0
  const names = known?.parameters.filter((_, at) => at !== place) ?? []
  const fields = names.length > call.args.length ? names : call.args.map((_, at) => names[at] ?? '')
  const setArg = (at: number, arg: string) => {
    const args = fields.map((_, i) => (i === at ? arg : (call.args[i] ?? '')))
    while (args.at(-1) === '') args.pop()
    onChange({ ...call, args })
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={320} trapFocus withinPortal returnFocus>
      <Popover.Target>
        <button
          type="button"
          data-chip=""
          className={styles.chip}
          disabled={disabled}
          aria-label={t('chips.one', { name: call.name })}
          onClick={() => setOpen(!open)}
          onKeyDown={(event) => {
            const by = event.altKey ? { ArrowLeft: -1 as const, ArrowRight: 1 as const }[event.key] : undefined
            if (by) onMove(by)
            else if (event.key === 'Delete') onRemove()
            else return
            event.preventDefault()
            event.stopPropagation()
          }}
        >
          ƒ {call.name}
          {call.args.length > 0 ? <span>({call.args.join(', ')})</span> : null}
          {call.take}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={8}>
          {known ? <p className={styles.dim}>{text(known.help)}</p> : null}
          {fields.map((name, at) => (
            <TextInput
              key={`${name}-${String(at)}`}
              label={name === '' ? t('chips.argument', { n: at + 2 }) : name}
              value={call.args[at] ?? ''}
              onChange={(event) => setArg(at, event.currentTarget.value)}
            />
          ))}
          <Group gap={4}>
            <ActionIcon
              variant="default"
              size={32}
              disabled={first}
              aria-label={t('chips.earlier')}
              onClick={() => onMove(-1)}
            >
              <IconArrowLeft size={16} />
            </ActionIcon>
            <ActionIcon
              variant="default"
              size={32}
              disabled={last}
              aria-label={t('chips.later')}
              onClick={() => onMove(1)}
            >
              <IconArrowRight size={16} />
            </ActionIcon>
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconTrash size={16} />}
              onClick={() => {
                setOpen(false)
                onRemove()
              }}
            >
              {t('chips.remove')}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
