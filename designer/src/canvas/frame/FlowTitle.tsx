import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeFlow } from '../../document/commands/change-flow.ts'
import { useDispatch, useDocument } from '../../document/DocumentProvider.tsx'
import styles from './top-bar.module.css'

/** The name of the flow; press it to change it (Enter keeps, Esc gives up). */
export function FlowTitle() {
  const { t } = useTranslation('canvas')
  const title = useDocument((state) => state.flow.title)
  const readOnly = useDocument((state) => state.readOnly)
  const dispatch = useDispatch()
  const [typed, setTyped] = useState<string>()
  if (readOnly) return <h1 className={styles.flowTitle}>{title}</h1>
  if (typed === undefined)
    return (
      <h1 className={styles.flowTitle}>
        <button type="button" title={t('title.rename')} onClick={() => setTyped(title)}>
          {title}
        </button>
      </h1>
    )
  const keep = (): void => {
    dispatch(changeFlow({ title: typed }))
    setTyped(undefined)
  }
  return (
    <input
      className={styles.flowTitleField}
      aria-label={t('title.rename')}
      // biome-ignore lint/a11y/noAutofocus: the officer has just pressed the title to type here.
      autoFocus
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') setTyped(undefined)
      }}
    />
  )
}
