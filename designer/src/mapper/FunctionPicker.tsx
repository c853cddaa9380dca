import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { matchesText } from '#shared/text/fold-text.ts'
import { useOperation } from '../api/api-context.ts'
import { useFormulaScope } from '../formula/FormulaScope.tsx'
import formulaStyles from '../formula/formula.module.css'
import { useText } from '../i18n/use-text.ts'
import type { ChainCall } from './function-chain.ts'

/** Picks a function for a line; looking up in a code table is asked in words: which table, which column, as of which day. */
export function FunctionPicker({ onPick }: { readonly onPick: (call: ChainCall) => void }) {
  const { t } = useTranslation('mapper')
  const text = useText()
  const { functions } = useFormulaScope()
  const [query, setQuery] = useState('')
  const [lookup, setLookup] = useState(false)
  if (lookup) return <LookupForm onPick={onPick} />
  const found = functions.filter(
    (it) => it.parameters.length > 0 && matchesText(query, [it.name, it.alias, it.help.vi, it.help.en]),
  )
  return (
    <>
      <TextInput
        aria-label={t('chips.search')}
        placeholder={t('chips.search')}
        data-autofocus
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <ul className={formulaStyles.functions} aria-label={t('chips.functions')}>
        {found.map((it) => (
          <li key={it.name}>
            <button
              type="button"
              onClick={() => (it.name === 'danhMuc' ? setLookup(true) : onPick({ name: it.name, args: [], take: '' }))}
            >
              <code>{it.name}</code>
              <span>{text(it.help)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function LookupForm({ onPick }: { readonly onPick: (call: ChainCall) => void }) {
  const { t } = useTranslation('mapper')
  const tables = useOperation('listTables', {}).data?.tables ?? []
  const { vocabulary } = useFormulaScope()
  const [table, setTable] = useState<string>()
  const [column, setColumn] = useState('name')
  const [asOf, setAsOf] = useState('')
  const days = vocabulary.fields
    .filter((it) => it.kind === 'text' && /ng[aà]y|date/iu.test(it.name))
    .map((it) => it.path)
  return (
    <Stack gap={8}>
      <Select
        label={t('lookup.table')}
        data-autofocus
        searchable
        comboboxProps={{ withinPortal: false }}
        data={tables.map(({ id, title }) => ({ value: id, label: title }))}
        value={table ?? null}
        onChange={(next) => setTable(next ?? undefined)}
      />
      <TextInput
        label={t('lookup.column')}
        description={t('lookup.columnHelp')}
        value={column}
        onChange={(event) => setColumn(event.currentTarget.value)}
      />
      <TextInput
        label={t('lookup.asOf')}
        description={t('lookup.asOfHelp')}
        placeholder={days[0] ?? '"2025-07-01"'}
        value={asOf}
        onChange={(event) => setAsOf(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button
          disabled={table === undefined}
          onClick={() => {
            const args = [JSON.stringify(table), ...(asOf.trim() === '' ? [] : [asOf.trim()])]
            onPick({ name: 'danhMuc', args, take: column.trim() === '' ? '' : `.${nameOf(column.trim())}` })
          }}
        >
          {t('lookup.apply')}
        </Button>
      </Group>
    </Stack>
  )
}

function nameOf(column: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(column) ? column : `\`${column.replaceAll('`', '')}\``
}
