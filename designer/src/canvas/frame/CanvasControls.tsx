import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconAffiliate,
  IconArrowsMaximize,
  IconKeyboard,
  IconLayoutDistributeVertical,
  IconMap,
  IconMinus,
  IconPlus,
} from '@tabler/icons-react'
import { useStore as useFlowStore } from '@xyflow/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { keyHint, type NamedAction } from '../keys/shortcuts.ts'
import { useEditor } from '../use-editor.ts'
import styles from './over-canvas.module.css'

/** Zoom, fit, tidy, overview map and the key sheet, at the lower left of the canvas. */
export function CanvasControls({
  onTidy,
  links,
}: {
  readonly onTidy?: (() => void) | undefined
  /** Whether links that no wire shows can be shown. */
  readonly links: boolean
}) {
  const { t } = useTranslation(['canvas', 'subflows'])
  const { camera, panels, session } = useEditor()
  const minimap = useStore(panels, (state) => state.minimap)
  const linked = useStore(panels, (state) => state.links)
  const zoom = useFlowStore((state) => Math.round(state.transform[2] * 100))
  return (
    <div className={styles.controls} role="toolbar" aria-label={t('aria.controls')}>
      <Tool action="zoomOut" onClick={() => camera.zoomBy(0.8)}>
        <IconMinus size={18} />
      </Tool>
      <Tooltip label={`${t('keys.zoomFull')} (0)`}>
        <button
          type="button"
          className={styles.zoom}
          onClick={() => camera.zoomTo(1)}
          aria-label={t('controls.zoom', { zoom })}
        >
          {zoom}%
        </button>
      </Tooltip>
      <Tool action="zoomIn" onClick={() => camera.zoomBy(1.25)}>
        <IconPlus size={18} />
      </Tool>
      <Tool action="fitAll" onClick={() => camera.fit()}>
        <IconArrowsMaximize size={18} />
      </Tool>
      {onTidy ? (
        <Tool action="tidy" onClick={onTidy}>
          <IconLayoutDistributeVertical size={18} />
        </Tool>
      ) : null}
      <Tooltip label={t('controls.minimap')}>
        <ActionIcon
          size={32}
          variant={minimap ? 'light' : 'subtle'}
          aria-pressed={minimap}
          aria-label={t('controls.minimap')}
          onClick={() => panels.getState().set({ minimap: !minimap })}
        >
          <IconMap size={18} />
        </ActionIcon>
      </Tooltip>
      {links ? (
        <Tooltip label={`${t('subflows:links.show')} (${keyHint('links')})`}>
          <ActionIcon
            size={32}
            variant={linked ? 'light' : 'subtle'}
            aria-pressed={linked}
            aria-label={t('subflows:links.show')}
            onClick={() => panels.getState().set({ links: !linked })}
          >
            <IconAffiliate size={18} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      <Tool action="shortcuts" onClick={() => session.getState().set({ dialog: 'shortcuts' })}>
        <IconKeyboard size={18} />
      </Tool>
    </div>
  )
}

function Tool({
  action,
  onClick,
  children,
}: {
  readonly action: NamedAction
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  const { t } = useTranslation('canvas')
  const words = t(`keys.${action}`)
  return (
    <Tooltip label={`${words} (${keyHint(action)})`}>
      <ActionIcon size={32} variant="subtle" aria-label={words} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
