import { ActionIcon, Popover, TextInput, Tooltip } from '@mantine/core'
import { IconMathFunction } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { matchesText } from '#shared/text/fold-text.ts'
import { useText } from '../i18n/use-text.ts'
import { useFormulaScope } from './FormulaScope.tsx'
import styles from './formula.module.css'
import { oneLine } from './PreviewLine.tsx'

/** A button that lists the functions with help and example; pressing one puts it into the formula that had the focus. */
export function FunctionHelp() {
  const { t } = useTranslation('formula')
  const text = useText()
  const { functions, insert } = useFormulaScope()
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const found = functions.filter((it) => matchesText(query, [it.name, it.alias, it.help.vi, it.help.en]))
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={420} trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={t('functions.open')}>
          <ActionIcon variant="default" size={36} aria-label={t('functions.open')} onClick={() => setOpen(!open)}>
            <IconMathFunction size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <TextInput
          aria-label={t('functions.search')}
          placeholder={t('functions.search')}
          data-autofocus
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <ul className={styles.functions} aria-label={t('functions.title')}>
          {found.map((it) => (
            <li key={it.name}>
              <button
                type="button"
                onClick={() => {
                  setOpen(false)
                  insert.current?.(`$${it.name}(`)
                }}
              >
                <code>
                  ${it.name}({it.parameters.join(', ')})
                </code>
                <span>{text(it.help)}</span>
                {it.example ? (
                  <span className={styles.functionExample}>
                    {t('functions.example')}: <code>{it.example.expression}</code> = {oneLine(it.example.result)}
                  </span>
                ) : null}
              </button>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
