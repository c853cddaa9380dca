import { IconForms, IconMathFunction } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useText } from '../i18n/use-text.ts'
import type { Suggestion } from './completion.ts'
import styles from './formula.module.css'

/** The list under a formula; the keys are handled by the field, which keeps the focus. */
export function SuggestionList({
  id,
  label,
  items,
  active,
  onPick,
}: {
  readonly id: string
  readonly label: string
  readonly items: readonly Suggestion[]
  readonly active: number
  readonly onPick: (item: Suggestion) => void
}) {
  const text = useText()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div ref={list} id={id} role="listbox" aria-label={label} className={styles.suggestions}>
      {items.map((item, at) => {
        const Icon = item.kind === 'function' ? IconMathFunction : IconForms
        return (
          <div
            key={item.label}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            className={styles.suggestion}
            // The field keeps the focus, so the pick must happen before it is lost.
            onMouseDown={(event) => {
              event.preventDefault()
              onPick(item)
            }}
          >
            <Icon size={16} aria-hidden />
            <span className={styles.suggestionName}>{item.label}</span>
            <span className={styles.suggestionDetail}>
              {typeof item.detail === 'string' ? item.detail : text(item.detail)}
            </span>
          </div>
        )
      })}
    </div>
  )
}
