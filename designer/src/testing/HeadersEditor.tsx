import { ActionIcon, Button, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './testing.module.css'

/** Headers of a sample; rows without a name are not sent. Names are kept in lower case, as the gateway hands them over. */
export function HeadersEditor({
  headers,
  onChange,
}: {
  readonly headers: Readonly<Record<string, string>>
  readonly onChange: (headers: Readonly<Record<string, string>>) => void
}) {
  const { t } = useTranslation('testing')
  const [rows, setRows] = useState<readonly (readonly [string, string])[]>(() => Object.entries(headers))
  const change = (next: readonly (readonly [string, string])[]) => {
    setRows(next)
    onChange(Object.fromEntries(next.flatMap(([name, value]) => (name === '' ? [] : [[name.toLowerCase(), value]]))))
  }
  const set = (at: number, row: readonly [string, string]) => change(rows.map((old, i) => (i === at ? row : old)))
  return (
    <Stack gap={4} py={8}>
      {rows.map(([name, value], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own and their inputs are controlled
        <div key={at} className={styles.header}>
          <TextInput
            aria-label={t('headers.name', { number: at + 1 })}
            placeholder="x-don-vi"
            value={name}
            onChange={(event) => set(at, [event.currentTarget.value.trim(), value])}
          />
          <TextInput
            aria-label={t('headers.value', { number: at + 1 })}
            value={value}
            onChange={(event) => set(at, [name, event.currentTarget.value])}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('headers.remove', { number: at + 1 })}
            onClick={() => change(rows.filter((_, i) => i !== at))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-md"
        w="fit-content"
        leftSection={<IconPlus size={16} />}
        onClick={() => setRows([...rows, ['', '']])}
      >
        {t('headers.add')}
      </Button>
    </Stack>
  )
}
