import { Popover, Textarea } from '@mantine/core'
import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { applySuggestion, type Completion, completionAt, type Suggestion } from './completion.ts'
import { FIELD_DRAG } from './drag.ts'
import { useFormulaScope } from './FormulaScope.tsx'
import styles from './formula.module.css'
import { SuggestionList } from './SuggestionList.tsx'

/** What a formula field needs. */
export interface FormulaInputProps {
  readonly id?: string | undefined
  readonly value: string
  readonly onChange: (text: string) => void
  readonly label?: string | undefined
  readonly placeholder?: string | undefined
  readonly disabled?: boolean | undefined
  readonly wrong?: boolean | undefined
  /** A plain field path: one line, no functions, a picked field replaces the whole. */
  readonly fieldOnly?: boolean | undefined
  readonly autoFocus?: boolean | undefined
}

/** A text field with completion of fields and functions. Ctrl+Space opens the list, arrows choose, Enter or Tab takes. */
export function FormulaInput(props: FormulaInputProps) {
  const { value, onChange, fieldOnly = false } = props
  const { t } = useTranslation('formula')
  const { vocabulary, insert } = useFormulaScope()
  const id = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const caretAfter = useRef<number | undefined>(undefined)
  const [found, setFound] = useState<Completion>()
  const [active, setActive] = useState(0)

  const look = (text: string, caret: number, asked = false) => {
    const next = completionAt(text, caret, vocabulary, { fieldsOnly: fieldOnly, asked })
    setFound(next && !asked && saysNothingNew(next, text) ? undefined : next)
    setActive(0)
  }
  const put = useCallback(
    (at: Pick<Completion, 'from' | 'to'>, text: string) => {
      const next = applySuggestion(value, at, text)
      caretAfter.current = next.caret
      onChange(next.text)
      setFound(undefined)
    },
    [value, onChange],
  )
  const take = (item: Suggestion | undefined) => {
    if (found && item) put(fieldOnly ? { from: 0, to: value.length } : found, item.insert)
  }
  const insertField = useCallback(
    (path: string) => {
      const element = box.current
      const at = fieldOnly
        ? { from: 0, to: value.length }
        : { from: element?.selectionStart ?? value.length, to: element?.selectionEnd ?? value.length }
      put(at, path)
      element?.focus()
    },
    [put, value, fieldOnly],
  )
  const mine = useRef(insertField)
  mine.current = insertField
  const register = useRef((path: string) => mine.current(path)).current
  useEffect(
    () => () => {
      if (insert.current === register) insert.current = undefined
    },
    [insert, register],
  )
  // The caret is set once the new text is in the field.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the text has changed
  useEffect(() => {
    if (caretAfter.current === undefined) return
    box.current?.setSelectionRange(caretAfter.current, caretAfter.current)
    caretAfter.current = undefined
  }, [value])

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault()
      look(value, event.currentTarget.selectionStart, true)
      return
    }
    if (!found) {
      if (fieldOnly && event.key === 'Enter') event.preventDefault()
      return
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setActive((active + step + found.items.length) % found.items.length)
    else if ((event.key === 'Enter' && !event.ctrlKey) || event.key === 'Tab') take(found.items[active])
    else if (event.key === 'Escape') setFound(undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Popover
      opened={found !== undefined}
      position="bottom-start"
      withinPortal
      // The field says itself what it is; the library's roles would take its id away from its label.
      withRoles={false}
      trapFocus={false}
      returnFocus={false}
      closeOnEscape={false}
      onChange={(open) => {
        if (!open) setFound(undefined)
      }}
      width="target"
      middlewares={{ flip: true, shift: true }}
    >
      <Popover.Target>
        <Textarea
          ref={box}
          {...(props.id === undefined ? {} : { id: props.id })}
          {...(props.label === undefined ? {} : { 'aria-label': props.label })}
          {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
          className={styles.formula ?? ''}
          autosize
          minRows={1}
          maxRows={fieldOnly ? 3 : 12}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={found !== undefined}
          {...(found ? { 'aria-controls': `${id}-list`, 'aria-activedescendant': `${id}-list-${active}` } : {})}
          value={value}
          disabled={props.disabled ?? false}
          error={props.wrong ?? false}
          data-autofocus={props.autoFocus || undefined}
          // Escape then closes the list only, not the window around.
          data-mantine-stop-propagation={found ? 'true' : undefined}
          onChange={(event) => {
            const text = fieldOnly ? event.currentTarget.value.replaceAll('\n', '') : event.currentTarget.value
            onChange(text)
            look(text, event.currentTarget.selectionStart)
          }}
          onFocus={() => {
            insert.current = register
          }}
          onBlur={() => setFound(undefined)}
          onKeyDown={onKeyDown}
          onDrop={(event) => {
            const path = event.dataTransfer.getData(FIELD_DRAG)
            if (path === '' || !fieldOnly) return
            event.preventDefault()
            put({ from: 0, to: value.length }, path)
          }}
        />
      </Popover.Target>
      <Popover.Dropdown p={0} className={styles.dropdown ?? ''}>
        {found ? (
          <SuggestionList
            id={`${id}-list`}
            label={t('suggestions')}
            items={found.items}
            active={active}
            onPick={take}
          />
        ) : null}
      </Popover.Dropdown>
    </Popover>
  )
}

/** True when what stands there is a suggestion already and no other one goes on from it: the list would just cover what is below. */
function saysNothingNew({ items, from, to }: Completion, text: string): boolean {
  const typed = text.slice(from, to)
  return (
    items.some(({ insert }) => insert === typed) &&
    items.every(({ insert }) => insert === typed || !insert.startsWith(typed))
  )
}
