import { ActionIcon, Button, Input, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sameValue } from '../document/settings-path.ts'
import { FormulaInput } from '../formula/FormulaInput.tsx'
import { PreviewLine } from '../formula/PreviewLine.tsx'
import { useFormulaPreview } from '../formula/use-preview.ts'
import styles from './inspector.module.css'

interface Row {
  readonly name: string
  readonly text: string
}

const NAME = /^[A-Za-z][A-Za-z0-9]{0,63}$/

/** The business keys of a flow: name and formula over the first message. Unfinished rows stay here until they are whole. */
export function KeysEditor({
  keys,
  disabled,
  onChange,
}: {
  readonly keys: Readonly<Record<string, string>>
  readonly disabled: boolean
  readonly onChange: (keys: Readonly<Record<string, string>>) => void
}) {
  const { t } = useTranslation('inspector')
  const [rows, setRows] = useState<readonly Row[]>(() => rowsOf(keys))
  const sent = useRef(keys)
  // Undo, or another person's version: the rows follow what is stored.
  useEffect(() => {
    if (!sameValue(keys, sent.current)) setRows(rowsOf(keys))
    sent.current = keys
  }, [keys])
  const change = (next: readonly Row[]) => {
    setRows(next)
    const whole = Object.fromEntries(next.flatMap(({ name, text }) => (isWhole(name, text) ? [[name, text]] : [])))
    if (sameValue(whole, keys)) return
    sent.current = whole
    onChange(whole)
  }
  return (
    <Input.Wrapper label={t('keys.title')} description={t('keys.help')} labelElement="div">
      <Stack gap={8} mt={4}>
        {rows.map((row, at) => (
          <KeyRow
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own and their inputs are controlled
            key={at}
            row={row}
            number={at + 1}
            disabled={disabled}
            taken={rows.some((it, other) => other < at && it.name === row.name)}
            onChange={(next) => change(rows.map((old, index) => (index === at ? next : old)))}
            onRemove={() => change(rows.filter((_, index) => index !== at))}
          />
        ))}
        <Button
          variant="default"
          size="compact-md"
          w="fit-content"
          leftSection={<IconPlus size={16} />}
          disabled={disabled}
          onClick={() => setRows([...rows, { name: rows.length === 0 ? 'maHoSo' : '', text: '' }])}
        >
          {t('keys.add')}
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}

const rowsOf = (keys: Readonly<Record<string, string>>): readonly Row[] =>
  Object.entries(keys).map(([name, text]) => ({ name, text }))
const isWhole = (name: string, text: string): boolean => NAME.test(name) && text.trim() !== ''

function KeyRow({
  row,
  number,
  disabled,
  taken,
  onChange,
  onRemove,
}: {
  readonly row: Row
  readonly number: number
  readonly disabled: boolean
  readonly taken: boolean
  readonly onChange: (row: Row) => void
  readonly onRemove: () => void
}) {
  const { t } = useTranslation('inspector')
  const preview = useFormulaPreview(row.text, !disabled)
  const wrong = row.name !== '' && !NAME.test(row.name) ? t('keys.badName') : taken ? t('keys.taken') : undefined
  return (
    <div>
      <div className={styles.keyRow}>
        <TextInput
          aria-label={t('keys.name', { number })}
          placeholder="maHoSo"
          value={row.name}
          disabled={disabled}
          error={wrong}
          onChange={(event) => onChange({ ...row, name: event.currentTarget.value.trim() })}
        />
        <FormulaInput
          label={t('keys.formula', { number })}
          placeholder="MaHoSo"
          value={row.text}
          disabled={disabled}
          onChange={(text) => onChange({ ...row, text })}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          disabled={disabled}
          aria-label={t('keys.remove', { number })}
          onClick={onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      <PreviewLine preview={preview} text={row.text} />
    </div>
  )
}
