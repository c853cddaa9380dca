import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconLine, IconPlugConnected, IconPlugConnectedX, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { titleOfNode } from '../../document/catalogue.ts'
import { disconnectWires } from '../../document/commands/disconnect-wires.ts'
import { useCatalogue, useFlow, useOpenDocument } from '../../document/DocumentProvider.tsx'
import { usePortsAndBranches } from '../../document/use-branches.ts'
import { useText } from '../../i18n/use-text.ts'
import { placeAfter } from '../geometry.ts'
import { wireByKey } from '../gestures/hit.ts'
import { addBehindPort } from '../keys/keyboard-wiring.ts'
import { useEditor } from '../use-editor.ts'
import { judgeOf } from '../view/use-verdict.ts'
import styles from './outline.module.css'

/** What can be done to a step: add behind it, connect it, remove it. */
export function OutlineTools({ id }: { readonly id: string }) {
  const { t } = useTranslation('canvas')
  const editor = useEditor()
  const add = (x: number, y: number): void => {
    const { flow, layout } = editor.document.getState()
    const port = editor.freePort(id)
    editor.session.getState().set({
      quickAdd: {
        screen: [x, y],
        at: placeAfter(flow, layout, id),
        after: port === undefined ? undefined : { node: id, port },
      },
    })
  }
  const remove = (): void => {
    editor.session.getState().select([id])
    editor.remove({ rejoin: true })
  }
  return (
    <span className={styles.tools}>
      <Tooltip label={t('outline.add')}>
        <ActionIcon
          size={32}
          variant="subtle"
          aria-label={t('outline.add')}
          onClick={(event) => add(event.clientX, event.clientY)}
        >
          <IconPlus size={18} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={32} variant="subtle" aria-label={t('outline.connect')} title={t('outline.connect')}>
            <IconPlugConnected size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown className={styles.menu ?? ''}>
          <Targets id={id} />
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={t('outline.remove')}>
        <ActionIcon size={32} variant="subtle" color="red" aria-label={t('outline.remove')} onClick={remove}>
          <IconTrash size={18} />
        </ActionIcon>
      </Tooltip>
    </span>
  )
}

/** Where a wire from each port or branch may go, a new step included; made when the menu opens. */
function Targets({ id }: { readonly id: string }) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const editor = useEditor()
  const catalogue = useCatalogue()
  const { flow } = useOpenDocument().document.getState()
  const ports = usePortsAndBranches(id)
  if (ports.length === 0) return <Menu.Label>{t('outline.noTarget')}</Menu.Label>
  return ports.map((port) => {
    const judge = judgeOf(flow, catalogue, id, port.name)
    const targets = Object.keys(flow.nodes).filter((to) => to !== id && judge(to).is !== 'refused')
    return (
      <div key={port.name}>
        <Menu.Label>{t('outline.from', { port: text(port.title) })}</Menu.Label>
        {targets.map((to) => (
          <Menu.Item key={to} onClick={() => editor.connect({ from: id, port: port.name, to })}>
            {text(titleOfNode(catalogue, flow, to))}
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => addBehindPort(editor, id, port.name)}
        >
          {t('outline.newStep')}
        </Menu.Item>
      </div>
    )
  })
}

/** What the canvas offers on a wire, for the wire that leads to a line of the outline; nothing for a line that none leads to. */
export function WireTools({ wireKey }: { readonly wireKey: string }) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const editor = useEditor()
  const catalogue = useCatalogue()
  const flow = useFlow()
  const wire = wireByKey(flow, wireKey)
  if (!wire) return null
  const from = text(titleOfNode(catalogue, flow, wire.from))
  const insert = (): void => {
    const at = placeAfter(flow, editor.document.getState().layout, wire.from, wire.port)
    editor.session.getState().set({ quickAdd: { screen: editor.camera.toScreen(at), at, onWire: wire } })
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          size={32}
          variant="subtle"
          aria-label={t('outline.wire', { from })}
          title={t('outline.wire', { from })}
        >
          <IconLine size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={insert}>
          {t('wire.insert')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPlugConnectedX size={16} aria-hidden />}
          onClick={() => editor.run(disconnectWires([wire]))}
        >
          {t('wire.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
