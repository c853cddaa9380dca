import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { positionOf } from '../../document/document.ts'
import { usePortsAndBranches } from '../../document/use-branches.ts'
import { useText } from '../../i18n/use-text.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { cancelWiring, choosePort } from '../keys/keyboard-wiring.ts'
import { useEditor } from '../use-editor.ts'
import { NODE_WIDTH } from '../view/sizes.ts'
import styles from './over-canvas.module.css'

/** Asks from which port a wire drawn with the keys begins; shown only for nodes with several. */
export function PortPicker() {
  const from = useSession((state) =>
    state.wiring?.by === 'keys' && state.wiring.port === undefined ? state.wiring.from : undefined,
  )
  return from === undefined ? null : <Ports node={from} />
}

function Ports({ node }: { readonly node: string }) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const editor = useEditor()
  const ports = usePortsAndBranches(node)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.querySelector('button')?.focus(), [])
  const [x, y] = positionOf(editor.document.getState().layout, node)
  const [left, top] = editor.camera.toScreen([x + NODE_WIDTH + 8, y])
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Escape') cancelWiring(editor)
    else if (step !== 0) {
      const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
      const at = buttons.findIndex((button) => button.matches(':focus'))
      buttons[(at + step + buttons.length) % buttons.length]?.focus()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={list}
      role="dialog"
      aria-label={t('wire.choosePort')}
      className={styles.picker}
      style={{ left: Math.min(left, window.innerWidth - 260), top: Math.min(top, window.innerHeight - 240) }}
      onKeyDown={onKeyDown}
    >
      <div className={styles.pickerTitle}>{t('wire.choosePort')}</div>
      {ports.map((port) => (
        <button
          key={port.name}
          type="button"
          className={styles.pickerItem}
          onClick={() => {
            choosePort(editor, port.name)
            editor.session.getState().set({ focusAsked: node })
          }}
        >
          {text(port.title)}
        </button>
      ))}
    </div>
  )
}
