import { NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { NodeIcon } from '../canvas/view/NodeIcon.tsx'
import { branchOf } from '../document/branches.ts'
import { schemasOf } from '../document/catalogue.ts'
import { useCatalogue, useOutPorts } from '../document/DocumentProvider.tsx'
import { usePortsAndBranches } from '../document/use-branches.ts'
import { useText } from '../i18n/use-text.ts'
import { useSession } from '../session/SessionProvider.tsx'
import type { QuickAdd as QuickAddPlace } from '../session/session-store.ts'
import { fittingNodes, rankByBody } from './fitting-nodes.ts'
import styles from './palette.module.css'
import { recentNodes, searchNodes } from './search-nodes.ts'

const WIDTH = 360
const HEIGHT = 420
const MARGIN = 8

/** The quick list of node types at the pointer or behind the selected node: type a few letters, Enter adds. */
export function QuickAdd() {
  const place = useSession((state) => state.quickAdd)
  return place ? <QuickList key={place.screen.join()} place={place} /> : null
}

function QuickList({ place }: { readonly place: QuickAddPlace }) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const editor = useEditor()
  const catalogue = useCatalogue()
  const recent = useStore(editor.panels, (state) => state.recent)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const [port, setPort] = useState(place.after?.port)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const after = place.after && port !== undefined ? { node: place.after.node, port } : undefined
  const from = after?.node
  const found = useMemo(() => {
    const fitting = fittingNodes(catalogue.nodes, { behind: from !== undefined, onWire: place.onWire !== undefined })
    if (query.trim() !== '') return searchNodes(fitting, query)
    const first = recentNodes(fitting, recent)
    const listed = [...first, ...fitting.filter((node) => !first.includes(node))]
    const wire = place.onWire ?? (from === undefined || port === undefined ? undefined : { from, port })
    if (!wire) return listed
    const { flow } = editor.document.getState()
    return rankByBody(listed, catalogue, schemasOf(flow, catalogue).out(wire.from, wire.port))
  }, [catalogue, editor, from, port, place.onWire, query, recent])
  const chosen = Math.min(at, found.length - 1)

  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  const close = (back: boolean): void => {
    const { set, focus, focusNode } = editor.session.getState()
    set({ quickAdd: undefined })
    if (back && focus !== undefined) focusNode(focus)
  }
  const add = (node: CatalogueNode | undefined): void => {
    if (!node) return
    close(false)
    const [x, y] = place.at
    const centred = place.centred ? ([Math.round((x - 120) / 8) * 8, Math.round((y - 28) / 8) * 8] as const) : place.at
    editor.add(node.type, { at: centred, after, onWire: place.onWire })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(found.length - 1, chosen + step)))
    } else if (event.key === 'Enter' && event.target === field.current) add(found[chosen])
    else if (event.key === 'Escape') close(true)
    else return
    event.stopPropagation()
  }
  const left = Math.max(MARGIN, Math.min(place.screen[0], window.innerWidth - WIDTH - MARGIN))
  const top = Math.max(MARGIN, Math.min(place.screen[1], window.innerHeight - HEIGHT - MARGIN))
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes by key, the field below listens. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the surface only catches a click beside the list. */}
      <div className={styles.shade} onClick={() => close(true)} />
      <div
        className={styles.quick}
        style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}
        role="dialog"
        aria-label={t('quickAdd.title')}
        onKeyDown={onKeyDown}
      >
        {place.after ? <PortChoice node={place.after.node} port={port} onChange={setPort} /> : null}
        <TextInput
          ref={field}
          role="combobox"
          aria-expanded
          aria-controls="quick-add-list"
          aria-activedescendant={found[chosen] ? `quick-add-${found[chosen].type}` : undefined}
          aria-label={t('quickAdd.title')}
          placeholder={t('quickAdd.search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setAt(0)
          }}
        />
        <div
          ref={list}
          id="quick-add-list"
          className={styles.quickItems}
          role="listbox"
          aria-label={t('quickAdd.title')}
        >
          {found.map((node, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys.
            // biome-ignore lint/a11y/useFocusableInteractive: as above.
            <div
              key={node.type}
              id={`quick-add-${node.type}`}
              className={styles.quickItem}
              role="option"
              aria-selected={index === chosen}
              onClick={() => add(node)}
              onMouseMove={() => setAt(index)}
            >
              <NodeIcon definition={node} size={28} />
              <span className={styles.quickWords}>
                <span>{text(node.title)}</span>
                <span className={styles.dimmed}>{text(node.summary)}</span>
              </span>
            </div>
          ))}
        </div>
        {found.length === 0 ? <p className={styles.nothing}>{t('palette.nothing', { query })}</p> : null}
      </div>
    </>
  )
}

/** From which output port the new node is wired; shown only when there is a choice. */
function PortChoice({
  node,
  port,
  onChange,
}: {
  readonly node: string
  readonly port: string | undefined
  readonly onChange: (port: string) => void
}) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const { length } = useOutPorts(node)
  const ports = usePortsAndBranches(node)
  // A node with one port needs no choice, unless the wire comes from a branch.
  if (length < 2 && !branchOf(port ?? '')) return null
  return (
    <NativeSelect
      label={t('quickAdd.port')}
      value={port ?? ''}
      data={ports.map((it) => ({ value: it.name, label: text(it.title) }))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
