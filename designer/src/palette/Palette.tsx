import { ActionIcon, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconSearch, IconX } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { useCatalogue } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { PaletteItem } from './PaletteItem.tsx'
import styles from './palette.module.css'
import { groupFamilies, groupNodes, recentNodes, searchNodes } from './search-nodes.ts'

/** The node types by kind, with search; drag them, or click (Enter) to put one behind the selected node. */
export function Palette() {
  const { t } = useTranslation('canvas')
  const { nodes } = useCatalogue()
  const { panels } = useEditor()
  const recent = useStore(panels, (state) => state.recent)
  const [query, setQuery] = useState('')
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const found = useMemo(() => searchNodes(nodes, query), [nodes, query])
  const searching = query.trim() !== ''
  const toggle = (id: string): void => {
    const next = new Set(folded)
    if (!next.delete(id)) next.add(id)
    setFolded(next)
  }
  const groups = [
    ...(searching || recent.length === 0
      ? []
      : [{ id: 'recent', title: t('palette.recent'), nodes: recentNodes(nodes, recent), flat: true }]),
    // What was found stands best first.
    ...groupNodes(found).map((group) => ({
      id: group.kind,
      title: t(`kindGroups.${group.kind}`),
      nodes: group.nodes,
      flat: searching,
    })),
  ]
  return (
    <section className={styles.palette} aria-label={t('palette.title')}>
      <TextInput
        className={styles.search ?? ''}
        placeholder={t('palette.search')}
        aria-label={t('palette.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={
          searching ? (
            <ActionIcon variant="subtle" color="gray" aria-label={t('palette.clear')} onClick={() => setQuery('')}>
              <IconX size={18} />
            </ActionIcon>
          ) : null
        }
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setQuery('')
          if (event.key === 'ArrowDown') focusNext(event.currentTarget.closest('section'), -1, 1)
        }}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys walk the buttons inside, which stay reachable by Tab. */}
      <div
        className={styles.groups}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          const list = event.currentTarget
          const items = [...list.querySelectorAll<HTMLElement>('[data-palette-item]')]
          const at = items.findIndex((item) => item.matches(':focus'))
          focusNext(list, at, event.key === 'ArrowDown' ? 1 : -1)
        }}
      >
        {groups.map((group) => (
          <Group
            key={group.id}
            {...group}
            open={searching || !folded.has(group.id)}
            onToggle={() => toggle(group.id)}
          />
        ))}
        {found.length === 0 ? <p className={styles.nothing}>{t('palette.nothing', { query })}</p> : null}
      </div>
    </section>
  )
}

function Group({
  title,
  nodes,
  flat,
  open,
  onToggle,
}: {
  readonly title: string
  readonly nodes: readonly CatalogueNode[]
  /** In the order given, not by family. */
  readonly flat: boolean
  readonly open: boolean
  readonly onToggle: () => void
}) {
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <div>
      <h2 className={styles.groupTitle}>
        <button type="button" className={styles.fold} aria-expanded={open} onClick={onToggle}>
          <Chevron size={16} aria-hidden />
          {title}
          <span className={styles.count}>{nodes.length}</span>
        </button>
      </h2>
      {open ? flat ? <Items nodes={nodes} /> : <Families nodes={nodes} /> : null}
    </div>
  )
}

/** A group by what its nodes work with. */
function Families({ nodes }: { readonly nodes: readonly CatalogueNode[] }) {
  const { t } = useTranslation('canvas')
  const text = useText()
  return groupFamilies(nodes, ({ title }) => text(title)).map(({ family, nodes: members }) => (
    <div key={family ?? 'none'}>
      {family ? <h3 className={styles.familyTitle}>{t(`families.${family}`)}</h3> : null}
      <Items nodes={members} />
    </div>
  ))
}

function Items({ nodes }: { readonly nodes: readonly CatalogueNode[] }) {
  return (
    <ul className={styles.items}>
      {nodes.map((node) => (
        <li key={node.type}>
          <PaletteItem definition={node} />
        </li>
      ))}
    </ul>
  )
}

function focusNext(list: Element | null, at: number, step: 1 | -1): void {
  const items = [...(list?.querySelectorAll<HTMLElement>('[data-palette-item]') ?? [])]
  items[Math.min(items.length - 1, Math.max(0, at + step))]?.focus()
}
