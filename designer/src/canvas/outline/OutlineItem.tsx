import { IconArrowRight } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useDefinition, useDocument, useNode, useNodeProblems } from '../../document/DocumentProvider.tsx'
import { groupOf, homeOf } from '../../document/groups.ts'
import { useText } from '../../i18n/use-text.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { CalledLink } from '../called/CalledLink.tsx'
import { LinkChips } from '../links/LinkChips.tsx'
import { useEditor } from '../use-editor.ts'
import { groupKey } from '../view/boxes.ts'
import { NodeBadges } from '../view/NodeBadges.tsx'
import { NodeIcon } from '../view/NodeIcon.tsx'
import { NodeTitle } from '../view/NodeTitle.tsx'
import { subtitleOf } from '../view/node-words.ts'
import { useRoving } from '../view/use-roving.ts'
import { useWireCheck } from '../wires/checks-store.ts'
import { WireMark } from '../wires/WireMark.tsx'
import { OutlineTools, WireTools } from './OutlineTools.tsx'
import styles from './outline.module.css'
import type { OutlineRow } from './outline-rows.ts'

/** One line of the outline with what can be done to its node. */
export function OutlineItem({ row }: { readonly row: OutlineRow }) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const editor = useEditor()
  const node = useNode(row.id)
  const definition = useDefinition(row.id)
  const problems = useNodeProblems(row.id)
  const check = useWireCheck(row.key)
  const selected = useSession((state) => state.selection.has(row.id))
  const readOnly = useDocument((state) => state.readOnly)
  const frame = useRef<HTMLLIElement>(null)
  const tabbable = useRoving(row.id, frame)
  if (!node) return null
  const indent = { paddingInlineStart: 12 + row.depth * 28 }
  const title = node.title ?? (definition ? text(definition.title) : node.use)
  const when = row.when === undefined ? '' : text(row.when)
  const via = row.via ? (
    <span className={styles.via}>
      <span>{text(row.via)}:</span>
      {when === '' ? null : (
        <code className={styles.when} title={when}>
          {when}
        </code>
      )}
    </span>
  ) : null
  if (row.again)
    return (
      <li className={styles.row} style={indent}>
        {via}
        <IconArrowRight size={18} aria-hidden />
        <button type="button" className={styles.link} onClick={() => editor.session.getState().focusNode(row.id)}>
          {t('outline.again', { title })}
        </button>
        {check ? <WireMark check={check} /> : null}
        {readOnly ? null : <WireTools wireKey={row.key} />}
      </li>
    )
  const kind = t(`kinds.${definition?.kind ?? 'unknown'}`)
  return (
    <li
      ref={frame}
      className={styles.row}
      style={indent}
      data-outline-row={row.id}
      data-selected={selected || undefined}
      aria-current={selected || undefined}
      aria-label={[row.via ? text(row.via) : '', row.via && when !== '' ? t('outline.when', { when }) : '', title, kind]
        .filter((part) => part !== '')
        .join(', ')}
      tabIndex={tabbable ? 0 : -1}
      onFocus={(event) => {
        const { selection, focus, select } = editor.session.getState()
        // Walking with Shift held adds to what is selected (see `Outline`).
        if (event.target === event.currentTarget && !(selection.has(row.id) && focus === row.id)) select([row.id])
      }}
      onDoubleClick={() => editor.session.getState().open(row.id)}
    >
      {via}
      <NodeIcon definition={definition} size={28} />
      <span className={styles.words}>
        <NodeTitle id={row.id} title={title} />
        <span className={styles.subtitle}>{text(subtitleOf(node, definition, { vi: kind, en: kind }))}</span>
      </span>
      <LinkChips id={row.id} inline />
      <CalledLink id={row.id} />
      <GroupChip id={row.id} />
      {check ? <WireMark check={check} /> : null}
      <NodeBadges node={node} problems={problems} />
      {readOnly ? null : <WireTools wireKey={row.key} />}
      {readOnly ? null : <OutlineTools id={row.id} />}
    </li>
  )
}

/** The group that a step lies in; pressing it selects the group. */
function GroupChip({ id }: { readonly id: string }) {
  const { t } = useTranslation('groups')
  const editor = useEditor()
  const home = useDocument((state) => homeOf(state.layout, id))
  const title = useDocument((state) => (home === undefined ? undefined : groupOf(state.layout, home)?.title))
  if (home === undefined) return null
  return (
    <button type="button" className={styles.chip} title={t('home')} onClick={() => editor.chooseBox(groupKey(home))}>
      {title}
    </button>
  )
}
