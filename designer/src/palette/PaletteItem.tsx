import { Button, HoverCard } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { NodeIcon } from '../canvas/view/NodeIcon.tsx'
import { useHelp } from '../help/help-context.ts'
import { useText } from '../i18n/use-text.ts'
import { DRAGGED_TYPE } from './drag-type.ts'
import styles from './palette.module.css'

/** One node type: drag it onto the canvas, or press it to put one behind the selected node. What it does is told on hover and focus. */
export function PaletteItem({ definition }: { readonly definition: CatalogueNode }) {
  const { t } = useTranslation(['canvas', 'tour'])
  const text = useText()
  const editor = useEditor()
  const help = useHelp()
  const title = text(definition.title)
  return (
    <HoverCard position="right-start" width={320} openDelay={400} closeDelay={0} shadow="md" withinPortal>
      <HoverCard.Target>
        <button
          type="button"
          className={styles.item}
          data-palette-item={definition.type}
          draggable
          onDragStart={(event) => {
            event.dataTransfer.setData(DRAGGED_TYPE, definition.type)
            event.dataTransfer.effectAllowed = 'copy'
          }}
          onClick={() => editor.add(definition.type, {})}
          aria-keyshortcuts="F1"
          onKeyDown={(event) => {
            if (event.key !== 'F1') return
            event.preventDefault()
            help(definition.type)
          }}
        >
          <NodeIcon definition={definition} size={28} />
          <span className={styles.itemTitle}>{title}</span>
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <div className={styles.help}>
          <strong>{title}</strong>
          <span>{text(definition.summary)}</span>
          <span className={styles.dimmed}>
            {t(`kinds.${definition.kind}`)} · {t('palette.ports', { count: definition.out.length })}
            {definition.input ? '' : ` · ${t('palette.noInput')}`}
          </span>
          <Button size="compact-sm" variant="subtle" onClick={() => help(definition.type)}>
            {t('tour:nodeHelp.open')}
          </Button>
        </div>
      </HoverCard.Dropdown>
    </HoverCard>
  )
}
