import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../document/command.ts'
import { MAX_TITLE, renameNode } from '../../document/commands/rename-node.ts'
import { useDispatch } from '../../document/DocumentProvider.tsx'
import { useSession, useSessionStore } from '../../session/SessionProvider.tsx'
import styles from './node.module.css'

/** The title of a node, or with `rename` of a group; F2 turns it into a field in place (Enter keeps, Esc gives up). */
export function NodeTitle(props: TitleProps) {
  const { id, title } = props
  const renaming = useSession((state) => state.renaming === id)
  return renaming ? (
    <TitleField {...props} />
  ) : (
    <span className={styles.title} title={title}>
      {title}
    </span>
  )
}

interface TitleProps {
  readonly id: string
  readonly title: string
  readonly rename?: (title: string) => Command
  readonly label?: string
}

function TitleField({ id, title, rename, label }: TitleProps) {
  const { t } = useTranslation('canvas')
  const dispatch = useDispatch()
  const session = useSessionStore()
  const field = useRef<HTMLInputElement>(null)
  const given = useRef(false)
  useEffect(() => field.current?.select(), [])

  const finish = (keep: boolean, back: boolean): void => {
    if (given.current) return
    given.current = true
    if (keep && field.current) dispatch(rename ? rename(field.current.value) : renameNode(id, field.current.value))
    session.getState().set({ renaming: undefined })
    if (back && rename) session.getState().set({ focusAsked: id })
    else if (back) session.getState().focusNode(id)
  }
  return (
    <input
      ref={field}
      className={`${styles.titleField} nodrag nopan`}
      defaultValue={title}
      maxLength={MAX_TITLE}
      aria-label={label ?? t('node.titleField')}
      onBlur={() => finish(true, false)}
      onKeyDown={(event) => {
        event.stopPropagation()
        // Enter that ends a Vietnamese composition must not end the renaming.
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') finish(true, true)
        if (event.key === 'Escape') finish(false, true)
      }}
    />
  )
}
