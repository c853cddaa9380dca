import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'

/** One entry of a list to choose from. */
export interface Choice {
  readonly key: string
  readonly content: ReactNode
}

/** A list to choose one of; arrow keys, Home and End go from one to the next, and the chosen one is brought into sight. */
export function ChoiceList({
  label,
  choices,
  chosen,
  onChoose,
  className,
  choiceClassName,
}: {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly chosen: string | null | undefined
  readonly onChoose: (key: string) => void
  readonly className: string | undefined
  readonly choiceClassName: string | undefined
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const at = choices.findIndex(({ key }) => key === chosen)
  // biome-ignore lint/correctness/useExhaustiveDependencies: brings the chosen one into sight when it changes
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: choices.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    const choice = choices[Math.max(0, Math.min(choices.length - 1, next))]
    if (choice) onChoose(choice.key)
  }
  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      className={className}
      onKeyDown={onKeyDown}
    >
      {choices.map(({ key, content }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the list, as the listbox pattern asks
        <div
          key={key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={key === chosen}
          className={choiceClassName}
          onClick={() => onChoose(key)}
        >
          {content}
        </div>
      ))}
    </div>
  )
}
