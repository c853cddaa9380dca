import { type OptionsFilter, Select } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiOperation } from '#shared/request/openapi-document.ts'
import { foldText } from '#shared/text/fold-text.ts'
import styles from './requests.module.css'

/** Options that are drawn at a time; typing narrows them down. */
const MOST_SHOWN = 100

/** One operation of a document, found by any words of its method, path and summary. */
export function OperationSelect({
  operations,
  value,
  onChange,
}: {
  readonly operations: readonly ApiOperation[]
  readonly value: string | undefined
  readonly onChange: (name: string | undefined) => void
}) {
  const { t } = useTranslation('requests')
  const byName = useMemo(() => new Map(operations.map((it) => [it.name, it])), [operations])
  const data = useMemo(() => [...byName.values()].map((it) => ({ value: it.name, label: labelOf(it) })), [byName])
  return (
    <Select
      label={t('openapi.operation')}
      description={t('openapi.operationHelp')}
      searchable
      allowDeselect={false}
      limit={MOST_SHOWN}
      filter={byWords}
      data={data}
      value={value ?? null}
      nothingFoundMessage={t('openapi.noOperation')}
      onChange={(next) => onChange(next ?? undefined)}
      renderOption={({ option }) => {
        const operation = byName.get(option.value)
        if (!operation) return option.label
        return (
          <span className={styles.operation}>
            <b>{operation.method}</b>
            <span>
              <code>{operation.path}</code>
              <small>
                {operation.summary}
                {operation.deprecated ? ` (${t('openapi.old')})` : ''}
              </small>
            </span>
          </span>
        )
      }}
    />
  )
}

const labelOf = ({ name, summary }: ApiOperation): string => (summary === '' ? name : `${name} – ${summary}`)

const byWords: OptionsFilter = ({ options, search, limit }) => {
  const words = foldText(search)
    .split(/\s+/)
    .filter((it) => it !== '' && it !== '–')
  const found = []
  for (const option of options) {
    if (found.length >= limit) break
    if (!('label' in option)) continue
    const label = foldText(option.label)
    if (words.every((word) => label.includes(word))) found.push(option)
  }
  return found
}
