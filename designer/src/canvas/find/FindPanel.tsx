import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { titleOfNode } from '../../document/catalogue.ts'
import { useDocument, useProblems } from '../../document/DocumentProvider.tsx'
import { useText } from '../../i18n/use-text.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { useEditor } from '../use-editor.ts'
import styles from './find.module.css'
import { findHere, goToHit } from './go-to-hit.ts'

/** Ctrl+F: everything in this flow that holds the words, with the place of each; arrows choose, Enter goes there. */
export function FindPanel() {
  const opened = useSession((state) => state.dialog === 'find')
  return opened ? <Panel /> : null
}

function Panel() {
  const { t } = useTranslation('canvas')
  const text = useText()
  const editor = useEditor()
  const flow = useDocument((state) => state.flow)
  const layout = useDocument((state) => state.layout)
  const catalogue = useDocument((state) => state.catalogue)
  const problems = useProblems((state) => state.problems)
  const { query, at } = useSession((state) => state.finding)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is looked through is read from the stores.
  const hits = useMemo(() => findHere(editor, query), [editor, query, flow, layout, problems])
  const chosen = Math.max(0, Math.min(at, hits.length - 1))
  const { set } = editor.session.getState()
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  useEffect(() => list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' }), [chosen])

  const close = (): void => {
    const { focus, set: change } = editor.session.getState()
    change({ dialog: undefined, ...(focus === undefined ? {} : { focusAsked: focus }) })
  }
  const go = (index: number): void => {
    const hit = hits[index]
    if (!hit) return
    set({ finding: { query, at: index }, dialog: undefined })
    goToHit(editor, hit)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) set({ finding: { query, at: Math.max(0, Math.min(hits.length - 1, chosen + step)) } })
    else if (event.key === 'Enter' && event.target === field.current) go(chosen)
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={styles.panel} role="dialog" aria-label={t('find.title')} onKeyDown={onKeyDown}>
      <TextInput
        ref={field}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="find-list"
        aria-activedescendant={hits[chosen] ? `find-${chosen}` : undefined}
        aria-label={t('find.title')}
        placeholder={t('find.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={<CloseButton size="sm" aria-label={t('find.close')} onClick={close} />}
        value={query}
        onChange={(event) => set({ finding: { query: event.currentTarget.value, at: 0 } })}
      />
      {hits.length > 0 ? (
        <div ref={list} id="find-list" className={styles.hits} role="listbox" aria-label={t('find.title')}>
          {hits.map((hit, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys.
            // biome-ignore lint/a11y/useFocusableInteractive: as above.
            <div
              key={`${hit.place}|${hit.node ?? hit.box ?? ''}|${hit.path ?? ''}|${hit.text}`}
              id={`find-${index}`}
              className={styles.hit}
              role="option"
              aria-selected={index === chosen}
              onClick={() => go(index)}
            >
              <span className={styles.words}>{hit.text}</span>
              <span className={styles.where}>
                {[
                  t(`find.places.${hit.place}`),
                  hit.node === undefined || hit.place === 'node' ? '' : text(titleOfNode(catalogue, flow, hit.node)),
                  hit.where ? text(hit.where) : (hit.path ?? ''),
                ]
                  .filter((part) => part !== '')
                  .join(' › ')}
              </span>
            </div>
          ))}
        </div>
      ) : query.trim() === '' ? null : (
        <p className={styles.nothing} role="status">
          {t('find.nothing', { query })}
        </p>
      )}
    </div>
  )
}
