import { ReactFlowProvider } from '@xyflow/react'
import type { ReactNode } from 'react'
import { DocumentProvider, type OpenDocument } from '../document/DocumentProvider.tsx'
import { createPanelsStore, type PanelsStore } from '../session/panels-store.ts'
import { SessionProvider } from '../session/SessionProvider.tsx'
import { createSessionStore } from '../session/session-store.ts'
import { TrialContext } from '../session/TrialProvider.tsx'
import { createTrialStore, type TrialStore } from '../session/trial-store.ts'
import { reveal } from './box-actions.ts'
import { type ActionsInput, createEditorActions, type EditorActions } from './editor-actions.ts'
import { createLateCamera, type LateCamera } from './late-camera.ts'
import { EditorContext } from './use-editor.ts'
import { type CanvasStore, createCanvasStore } from './view/canvas-store.ts'
import { createRunOverlay, RunOverlayContext, type RunOverlayStore } from './view/run-overlay.ts'
import { createWireChecks, type WireChecks, WireChecksContext } from './wires/checks-store.ts'

/** Everything with a life of its own that one editor or one read-only canvas needs. */
export interface Scope {
  readonly open: OpenDocument
  readonly canvas: CanvasStore
  readonly overlay: RunOverlayStore
  readonly trial: TrialStore
  readonly wireChecks: WireChecks
  readonly camera: LateCamera
  readonly actions: EditorActions
}

/** Puts the stores of one open flow together. */
export function createScope(
  open: OpenDocument,
  around: Pick<ActionsInput, 'language' | 'notify'> & { readonly panels?: PanelsStore; readonly storage?: Storage },
): Scope {
  const session = createSessionStore()
  const camera = createLateCamera()
  const { document, problems } = open
  const wireChecks = createWireChecks(document)
  const trial = createTrialStore(document.getState().flow.id, around.storage)
  const panels = around.panels ?? createPanelsStore()
  const actions = createEditorActions({ ...around, document, session, problems, panels, camera, wireChecks, trial })
  camera.before((id) => reveal(document, actions, id))
  return {
    open,
    camera,
    canvas: createCanvasStore(document, session),
    overlay: createRunOverlay(),
    wireChecks,
    trial,
    actions,
  }
}

/** Hands a scope down. */
export function EditorScope({ scope, children }: { readonly scope: Scope; readonly children: ReactNode }) {
  return (
    <DocumentProvider value={scope.open}>
      <SessionProvider value={scope.actions.session}>
        <RunOverlayContext value={scope.overlay}>
          <TrialContext value={scope.trial}>
            <WireChecksContext value={scope.wireChecks}>
              <EditorContext value={scope.actions}>
                <ReactFlowProvider>{children}</ReactFlowProvider>
              </EditorContext>
            </WireChecksContext>
          </TrialContext>
        </RunOverlayContext>
      </SessionProvider>
    </DocumentProvider>
  )
}
