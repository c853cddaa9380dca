import { ActionIcon, Button, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../i18n/use-text.ts'
import { FieldFrame } from './FieldFrame.tsx'
import { FieldList } from './FieldList.tsx'
import { FieldProblems } from './FieldProblems.tsx'
import type { FieldProps } from './field-contract.ts'
import styles from './fields.module.css'
import { asSchema, asValues, emptyRow, placeBelow, problemsAt } from './form-model.ts'

/** A group of settings, indented. */
export function GroupField(field: FieldProps) {
  return (
    <FieldFrame field={field} group>
      <div className={styles.group}>
        <FieldList
          schema={field.schema}
          values={field.value}
          onChange={field.onChange}
          problems={field.problems}
          disabled={field.disabled}
          path={field.path}
        />
      </div>
    </FieldFrame>
  )
}

/** The rows of a list field and what may be done with them; shared by lists and by fields that extend them. */
export function useRows(field: FieldProps) {
  const rows: readonly unknown[] = Array.isArray(field.value) ? field.value : []
  const change = (next: readonly unknown[]) => field.onChange(next.length === 0 && !field.required ? undefined : next)
  return {
    rows,
    set: (at: number, row: unknown) => change(rows.map((old, index) => (index === at ? row : old))),
    add: (row: unknown) => change([...rows, row]),
    remove: (at: number) => change(rows.filter((_, index) => index !== at)),
    move: (at: number, by: 1 | -1) => {
      const next = [...rows]
      const [row] = next.splice(at, 1)
      next.splice(at + by, 0, row)
      change(next)
    },
  }
}

function RowTools({
  at,
  last,
  disabled,
  move,
  remove,
}: {
  at: number
  last: boolean
  disabled: boolean
  move: (by: 1 | -1) => void
  remove: () => void
}) {
  const { t } = useTranslation('fields')
  const number = at + 1
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('moveUp', { number })}
        disabled={disabled || at === 0}
        onClick={() => move(-1)}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('moveDown', { number })}
        disabled={disabled || last}
        onClick={() => move(1)}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('removeRow', { number })}
        disabled={disabled}
        onClick={remove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </>
  )
}

/** Rows that may be added, moved and deleted; each row is a small form. */
export function ListField(field: FieldProps) {
  const { t } = useTranslation('fields')
  const text = useText()
  const { rows, set, add, remove, move } = useRows(field)
  const items = asSchema(field.schema.items)
  const body = (row: unknown, at: number): ReactNode =>
    items.type === 'object' ? (
      <FieldList
        schema={items}
        values={row}
        onChange={(next) => set(at, next)}
        problems={field.problems}
        disabled={field.disabled}
        path={placeBelow(field.path, at)}
      />
    ) : (
      <TextInput
        aria-label={t('row', { number: at + 1 })}
        value={String(row ?? '')}
        disabled={field.disabled}
        onChange={(event) => set(at, event.currentTarget.value)}
      />
    )
  return (
    <FieldFrame field={field} group>
      <Stack gap={8} mt={4}>
        {rows.length === 0 ? <Text c="dimmed">{t('noRows')}</Text> : null}
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own and their inputs are controlled
          <div key={at} className={styles.row}>
            <div className={styles.rowHead}>
              <span>{t('row', { number: at + 1 })}</span>
              <RowTools
                at={at}
                last={at === rows.length - 1}
                disabled={field.disabled}
                move={(by) => move(at, by)}
                remove={() => remove(at)}
              />
            </div>
            {body(row, at)}
            <FieldProblems problems={problemsAt(field.problems, placeBelow(field.path, at))} />
          </div>
        ))}
        <Button
          variant="default"
          size="compact-md"
          w="fit-content"
          leftSection={<IconPlus size={16} />}
          disabled={
            field.disabled || (typeof field.schema.maxItems === 'number' && rows.length >= field.schema.maxItems)
          }
          onClick={() => add(emptyRow(items))}
        >
          {field.look.add ? text(field.look.add) : t('addRow')}
        </Button>
      </Stack>
    </FieldFrame>
  )
}

/** Names with plain values; a screen that knows expressions replaces the right side with its own field. */
export function PairsField({
  valueField,
  ...field
}: FieldProps & { valueField?: (at: number, value: unknown, change: (value: unknown) => void) => ReactNode }) {
  const { t } = useTranslation('fields')
  const text = useText()
  const { rows, set, add, remove } = useRows(field)
  return (
    <FieldFrame field={field} group>
      <Stack gap={8} mt={4}>
        {rows.map((raw, at) => {
          const row = asValues(raw)
          const plain = typeof row.value !== 'object' || row.value === null
          const problems = field.problems.filter((it) => it.path?.startsWith(`${placeBelow(field.path, at)}`))
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: pairs have no identity of their own and their inputs are controlled
            <div key={at}>
              <div className={styles.pair}>
                <TextInput
                  aria-label={`${t('pairName')} ${at + 1}`}
                  placeholder={t('pairName')}
                  value={String(row.name ?? '')}
                  disabled={field.disabled}
                  onChange={(event) => set(at, { ...row, name: event.currentTarget.value })}
                />
                {valueField ? (
                  valueField(at, row.value, (value) => set(at, { ...row, value }))
                ) : (
                  <TextInput
                    aria-label={`${t('pairValue')} ${at + 1}`}
                    placeholder={t('pairValue')}
                    value={plain ? String(row.value ?? '') : t('dynamicValue')}
                    disabled={field.disabled || !plain}
                    onChange={(event) => set(at, { ...row, value: event.currentTarget.value })}
                  />
                )}
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={t('removeRow', { number: at + 1 })}
                  disabled={field.disabled}
                  onClick={() => remove(at)}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </div>
              <FieldProblems problems={problems} />
            </div>
          )
        })}
        <Button
          variant="default"
          size="compact-md"
          w="fit-content"
          leftSection={<IconPlus size={16} />}
          disabled={field.disabled}
          onClick={() => add({ name: '', value: '' })}
        >
          {field.look.add ? text(field.look.add) : t('addPair')}
        </Button>
      </Stack>
    </FieldFrame>
  )
}
