import { Loader } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { FlowSummary } from '#shared/api/flows.ts'
import { tidyLayout } from '../../document/commands/tidy-layout.ts'
import { useText } from '../../i18n/use-text.ts'
import { Palette } from '../../palette/Palette.tsx'
import { QuickAdd } from '../../palette/QuickAdd.tsx'
import { ImportDialog } from '../../requests/ImportDialog.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { useOpenCalled } from '../called/use-open-called.ts'
import type { Scope } from '../EditorScope.tsx'
import { ExtractDialog } from '../extract/ExtractDialog.tsx'
import { FindPanel } from '../find/FindPanel.tsx'
import { useArrival } from '../find/use-arrival.ts'
import { useClipboard } from '../keys/use-clipboard.ts'
import { useKeyboard } from '../keys/use-keyboard.ts'
import { LinksProvider } from '../links/LinksProvider.tsx'
import { Outline } from '../outline/Outline.tsx'
import { nodeEditor, sidePanel } from '../panels.ts'
import { RebindDialog } from '../rebind/RebindDialog.tsx'
import { browserLayouter } from '../tidy/layouter.ts'
import { tidyPositions } from '../tidy/tidy.ts'
import { WirePanel } from '../wires/WirePanel.tsx'
import { CanvasFrame } from './CanvasFrame.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'
import { Drawer } from './Drawer.tsx'
import { EmptyCanvas } from './EmptyCanvas.tsx'
import styles from './frame.module.css'
import { HistoryDialog } from './HistoryDialog.tsx'
import { LiveRegion } from './LiveRegion.tsx'
import { PortPicker } from './PortPicker.tsx'
import { ShortcutSheet } from './ShortcutSheet.tsx'
import { Splitter } from './Splitter.tsx'
import { TopBar } from './TopBar.tsx'

const SidePanel = sidePanel
const NodeEditor = nodeEditor

/** The editor of one open flow: top bar, palette, canvas (or outline), inspector, drawer. */
export function EditorFrame({
  scope,
  flowId,
  state,
}: {
  readonly scope: Scope
  readonly flowId: string
  readonly state: FlowSummary['state']
}) {
  const { t } = useTranslation('canvas')
  const [root, setRoot] = useState<HTMLElement | null>(null)
  const { actions, open } = scope
  const { panels, document } = actions
  const tidy = useTidy(scope)
  const openCalled = useOpenCalled(document)
  const around = useMemo(() => ({ tidy, save: () => void saveNow(scope), openCalled }), [tidy, scope, openCalled])
  useKeyboard(root, around)
  useClipboard(root)
  useArrival(scope)
  useEffect(() => scope.wireChecks.start(), [scope])
  const readOnly = useStore(document, (it) => it.readOnly)
  const sizes = useStore(panels)
  const editing = useSession((it) => it.openNode)
  return (
    <div ref={setRoot} className={styles.editor}>
      <TopBar flowId={flowId} state={state} />
      <div className={styles.middle}>
        {sizes.palette && !readOnly ? (
          <>
            <div style={{ width: sizes.paletteWidth }} className={styles.left}>
              <Palette />
            </div>
            <Splitter
              label={t('palette.resize')}
              size={sizes.paletteWidth}
              min={200}
              max={480}
              towards="right"
              onResize={(paletteWidth) => sizes.set({ paletteWidth })}
            />
          </>
        ) : null}
        <div className={styles.centre}>
          <LinksProvider>
            {sizes.outline ? (
              <Outline />
            ) : (
              <CanvasFrame scope={scope} onTidy={readOnly ? undefined : tidy} openCalled={openCalled}>
                <EmptyCanvas />
                <PortPicker />
              </CanvasFrame>
            )}
          </LinksProvider>
          <Drawer flowId={flowId} />
        </div>
        {SidePanel && sizes.side ? (
          <>
            <Splitter
              label={t('side.resize')}
              size={sizes.sideWidth}
              min={280}
              max={720}
              towards="left"
              onResize={(sideWidth) => sizes.set({ sideWidth })}
            />
            <aside style={{ width: sizes.sideWidth }} className={styles.right} aria-label={t('side.label')}>
              {/* One form of a node at a time: fields, labels and problems find each other by id. */}
              {NodeEditor && editing !== undefined ? null : (
                <Suspense fallback={<Loader size={20} m="md" />}>
                  <SidePanel flowId={flowId} />
                </Suspense>
              )}
            </aside>
          </>
        ) : null}
      </div>
      {readOnly ? null : <QuickAdd />}
      {NodeEditor && editing !== undefined ? (
        <Suspense fallback={null}>
          <NodeEditor flowId={flowId} />
        </Suspense>
      ) : null}
      {open.autosave ? <ConflictDialog autosave={open.autosave} /> : null}
      <FindPanel />
      <WirePanel />
      {readOnly ? null : <ExtractDialog />}
      {readOnly ? null : <RebindDialog />}
      {readOnly ? null : <ImportDialog />}
      <HistoryDialog />
      <ShortcutSheet />
      <LiveRegion />
    </div>
  )
}

/** Tidies the layout in a worker; the flow may be edited meanwhile, nodes that are gone by then are left out. */
function useTidy(scope: Scope): () => void {
  const { t } = useTranslation('canvas')
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (!busy) return
    let stopped = false
    const { document, camera, say, run } = scope.actions
    const { flow, layout, catalogue } = document.getState()
    const work = async (): Promise<void> => {
      if (Object.keys(flow.nodes).length === 0) return
      const at = await tidyPositions({ flow, layout }, catalogue, await browserLayouter())
      if (stopped) return
      run(tidyLayout(at))
      camera.fit()
      say({ vi: 'Đã sắp xếp gọn', en: 'Layout tidied' })
    }
    work()
      .catch(() => notifications.show({ message: t('tidy.failed'), color: 'red' }))
      .finally(() => setBusy(false))
    return () => {
      stopped = true
    }
  }, [busy, scope, t])
  return useMemo(() => () => setBusy(true), [])
}

async function saveNow({ open, actions }: Scope): Promise<void> {
  const saved = await open.autosave?.flush()
  if (saved) actions.say({ vi: 'Đã lưu', en: 'Saved' })
}

/** Shows a refusal beside the canvas; several at once would cover it. */
export function useRefusal(): (sentence: { readonly vi: string; readonly en: string }) => void {
  const text = useText()
  return useMemo(
    () => (sentence) => {
      notifications.hide('canvas-refusal')
      notifications.show({ id: 'canvas-refusal', message: text(sentence), color: 'yellow', autoClose: 6000 })
    },
    [text],
  )
}
