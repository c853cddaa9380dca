import { ActionIcon, Button, Menu, NumberInput, Popover, Select, Textarea, Tooltip } from '@mantine/core'
import { IconChevronDown, IconForms, IconListSearch, IconMathFunction, IconQuote } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dynamic } from '#shared/node/dynamic.ts'
import { useLanguage } from '../i18n/use-text.ts'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { FormulaInput } from './FormulaInput.tsx'
import { useFormulaScope } from './FormulaScope.tsx'
import styles from './formula.module.css'
import { PreviewLine } from './PreviewLine.tsx'
import { SourceTree } from './SourceTree.tsx'
import { useFormulaPreview } from './use-preview.ts'
import {
  asLiteral,
  convertMode,
  isFieldPath,
  type LiteralType,
  literalType,
  type ReadValue,
  readValue,
  storedValue,
  type ValueMode,
} from './value-modes.ts'

/** What a field for a value needs. */
export interface ValueInputProps {
  readonly id?: string
  readonly label: string
  readonly value: unknown
  readonly onChange: (value: Dynamic | undefined) => void
  readonly disabled?: boolean
  readonly wrong?: boolean
  readonly placeholder?: string | undefined
  /** How an empty field starts; a field picker unless told. */
  readonly start?: ValueMode
}

const icons = { literal: IconQuote, field: IconForms, expr: IconMathFunction }
const modes: readonly ValueMode[] = ['literal', 'field', 'expr']

/** A value in one of three modes, with its result on the example below it. */
export function ValueInput(props: ValueInputProps) {
  const { t } = useTranslation('formula')
  const { value, onChange, disabled = false } = props
  const stored = readValue(value)
  const [chosen, setChosen] = useState<ValueMode>(props.start ?? 'field')
  const [question, setQuestion] = useState<Question>()
  const read = stored ?? convertMode(undefined, chosen).value
  const set = (next: ReadValue) => {
    setChosen(next.mode)
    onChange(storedValue(next))
  }
  const turn = (mode: ValueMode) => {
    if (mode === read.mode) return
    const { value: next, lossless } = convertMode(read, mode)
    if (lossless) set(next)
    else
      setQuestion({
        title: t('modes.ask', { mode: t(`modes.${mode}`) }),
        body: t('modes.lost'),
        action: t('modes.change'),
        run: async () => set(next),
      })
  }
  return (
    <div className={styles.value}>
      <ModeChip read={read} disabled={disabled} onMode={turn} onLiteral={set} label={props.label} />
      <div className={styles.valueBody}>
        {read.mode === 'literal' ? (
          <LiteralInput {...props} read={read.value} onText={(next) => set({ mode: 'literal', value: next })} />
        ) : (
          <Formula {...props} read={read} onText={(text) => set({ mode: read.mode, value: text })} />
        )}
      </div>
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </div>
  )
}

function ModeChip({
  read,
  label,
  disabled,
  onMode,
  onLiteral,
}: {
  readonly read: ReadValue
  readonly label: string
  readonly disabled: boolean
  readonly onMode: (mode: ValueMode) => void
  readonly onLiteral: (next: ReadValue) => void
}) {
  const { t } = useTranslation('formula')
  const Icon = icons[read.mode]
  const types: readonly LiteralType[] = ['text', 'number', 'boolean', 'null']
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          h={36}
          px={6}
          disabled={disabled}
          leftSection={<Icon size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          styles={{ section: { marginInline: 2 } }}
          aria-label={`${label}: ${t(`modes.${read.mode}`)}. ${t('modes.label')}`}
        >
          {t(`modes.${read.mode}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {modes.map((mode) => {
          const ModeIcon = icons[mode]
          return (
            <Menu.Item key={mode} leftSection={<ModeIcon size={16} />} onClick={() => onMode(mode)}>
              {t(`modes.${mode}`)} – {t(`modes.hints.${mode}`)}
            </Menu.Item>
          )
        })}
        {read.mode === 'literal' ? (
          <>
            <Menu.Divider />
            <Menu.Label>{t('literal.type')}</Menu.Label>
            {types.map((type) => (
              <Menu.Item
                key={type}
                disabled={literalType(read.value) === type}
                onClick={() => onLiteral({ mode: 'literal', value: asLiteral(read.value, type) })}
              >
                {t(`literal.${type}`)}
              </Menu.Item>
            ))}
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}

function LiteralInput({
  id,
  label,
  disabled = false,
  wrong = false,
  placeholder,
  read,
  onText,
}: ValueInputProps & {
  readonly read: string | number | boolean | null
  readonly onText: (value: string | number | boolean | null) => void
}) {
  const { t } = useTranslation('formula')
  const language = useLanguage()
  const common = { ...(id ? { id } : {}), 'aria-label': label, disabled, error: wrong }
  if (read === null) return <Textarea {...common} rows={1} readOnly value={t('literal.null')} />
  if (typeof read === 'boolean')
    return (
      <Select
        {...common}
        allowDeselect={false}
        data={[
          { value: 'true', label: t('literal.yes') },
          { value: 'false', label: t('literal.no') },
        ]}
        value={String(read)}
        onChange={(next) => onText(next === 'true')}
      />
    )
  if (typeof read === 'number')
    return (
      <NumberInput
        {...common}
        value={read}
        decimalSeparator={language === 'vi' ? ',' : '.'}
        onChange={(next) => onText(typeof next === 'number' ? next : 0)}
      />
    )
  return (
    <Textarea
      {...common}
      autosize
      minRows={1}
      maxRows={8}
      placeholder={placeholder ?? t('literal.placeholder')}
      value={read}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  )
}

function Formula({
  id,
  label,
  disabled = false,
  wrong = false,
  read,
  placeholder,
  onText,
}: ValueInputProps & {
  readonly read: Extract<ReadValue, { mode: 'field' | 'expr' }>
  readonly onText: (text: string) => void
}) {
  const { t } = useTranslation('formula')
  const field = read.mode === 'field'
  // A path that is half typed is no formula yet; asking for its value would only flicker an error.
  const preview = useFormulaPreview(read.value, !disabled && (!field || isFieldPath(read.value)))
  return (
    <>
      <div className={styles.withButton}>
        <FormulaInput
          id={id}
          label={label}
          value={read.value}
          onChange={onText}
          disabled={disabled}
          wrong={wrong}
          fieldOnly={field}
          placeholder={placeholder ?? t(field ? 'field.placeholder' : 'expr.placeholder')}
        />
        {field ? <FieldPicker label={label} disabled={disabled} onPick={onText} /> : null}
      </div>
      <PreviewLine preview={preview} text={read.value} />
    </>
  )
}

/** A button that opens the tree of fields. */
export function FieldPicker({
  label,
  disabled,
  onPick,
}: {
  readonly label: string
  readonly disabled: boolean
  readonly onPick: (path: string) => void
}) {
  const { t } = useTranslation('formula')
  const { vocabulary, scope } = useFormulaScope()
  const [open, setOpen] = useState(false)
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={360} trapFocus withinPortal returnFocus>
      <Popover.Target>
        <Tooltip label={t('field.pick')}>
          <ActionIcon
            variant="default"
            size={36}
            disabled={disabled}
            aria-label={`${label}: ${t('field.pick')}`}
            onClick={() => setOpen(!open)}
          >
            <IconListSearch size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        {scope.origin === 'none' ? <p className={styles.dim}>{t('source.noSample')}</p> : null}
        <div style={{ maxHeight: 320, display: 'flex' }}>
          <SourceTree
            fields={vocabulary.fields}
            label={t('field.pick')}
            onPick={(field) => {
              onPick(field.path)
              setOpen(false)
            }}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
