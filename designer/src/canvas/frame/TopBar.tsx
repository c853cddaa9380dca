import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconHistory,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconListTree,
  IconSchema,
} from '@tabler/icons-react'
import { type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { FlowSummary } from '#shared/api/flows.ts'
import { useDocument, useOpenDocument } from '../../document/DocumentProvider.tsx'
import { useText } from '../../i18n/use-text.ts'
import { StateChip } from '../../ui/StateChip.tsx'
import { BackToCaller } from '../called/BackToCaller.tsx'
import { keyHint, type NamedAction } from '../keys/shortcuts.ts'
import { sidePanel, topActions } from '../panels.ts'
import { useEditor } from '../use-editor.ts'
import { FlowTitle } from './FlowTitle.tsx'
import { Presence } from './Presence.tsx'
import { SaveStatus } from './SaveStatus.tsx'
import { Standing } from './Standing.tsx'
import styles from './top-bar.module.css'

/** Name, state, saving, undo, who else is here, and the buttons of other features. */
export function TopBar({ flowId, state }: { readonly flowId: string; readonly state: FlowSummary['state'] }) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const { autosave } = useOpenDocument()
  const { panels, session, undo, redo } = useEditor()
  const readOnly = useDocument((it) => it.readOnly)
  const last = useDocument((it) => it.history.past.at(-1)?.label)
  const next = useDocument((it) => it.history.future[0]?.label)
  const outline = useStore(panels, (it) => it.outline)
  const palette = useStore(panels, (it) => it.palette)
  const side = useStore(panels, (it) => it.side)
  return (
    <header className={styles.topBar}>
      {readOnly ? null : (
        <Tooltip label={t('palette.toggle')}>
          <ActionIcon
            size={32}
            variant="subtle"
            aria-label={t('palette.toggle')}
            aria-pressed={palette}
            onClick={() => panels.getState().set({ palette: !palette })}
          >
            <IconLayoutSidebar size={20} />
          </ActionIcon>
        </Tooltip>
      )}
      <BackToCaller />
      <FlowTitle />
      <StateChip state={state} />
      <Standing flowId={flowId} />
      {autosave ? <SaveStatus autosave={autosave} /> : <span className={styles.save}>{t('save.readOnly')}</span>}
      <span className={styles.spring} />
      {readOnly ? null : (
        <>
          <Tool action="undo" what={last && text(last)} disabled={!last} onClick={undo}>
            <IconArrowBackUp size={20} />
          </Tool>
          <Tool action="redo" what={next && text(next)} disabled={!next} onClick={redo}>
            <IconArrowForwardUp size={20} />
          </Tool>
          <Tool action="history" onClick={() => session.getState().set({ dialog: 'history' })}>
            <IconHistory size={20} />
          </Tool>
        </>
      )}
      <Tooltip label={t(outline ? 'outline.toCanvas' : 'outline.toList')}>
        <ActionIcon
          size={32}
          variant="subtle"
          aria-label={t(outline ? 'outline.toCanvas' : 'outline.toList')}
          onClick={() => panels.getState().set({ outline: !outline })}
        >
          {outline ? <IconSchema size={20} /> : <IconListTree size={20} />}
        </ActionIcon>
      </Tooltip>
      {sidePanel ? (
        <Tooltip label={t('side.toggle')}>
          <ActionIcon
            size={32}
            variant="subtle"
            aria-label={t('side.toggle')}
            aria-pressed={side}
            onClick={() => panels.getState().set({ side: !side })}
          >
            <IconLayoutSidebarRight size={20} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      <Presence flowId={flowId} />
      <Suspense fallback={null}>
        {topActions.map(({ id, Panel }) => (
          <Panel key={id} flowId={flowId} />
        ))}
      </Suspense>
    </header>
  )
}

function Tool({
  action,
  what,
  disabled,
  onClick,
  children,
}: {
  readonly action: NamedAction
  readonly what?: string | undefined
  readonly disabled?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  const { t } = useTranslation('canvas')
  const words = what ? `${t(`keys.${action}`)}: ${what}` : t(`keys.${action}`)
  return (
    <Tooltip label={`${words} (${keyHint(action)})`}>
      <ActionIcon
        size={32}
        variant="subtle"
        className={styles.tool ?? ''}
        aria-label={words}
        {...(disabled ? { 'data-disabled': true, 'aria-disabled': true } : {})}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
