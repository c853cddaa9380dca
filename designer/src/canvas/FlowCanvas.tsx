import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { Flow, Layout, Problem } from '#shared/flow/flow.ts'
import type { Catalogue } from '../document/catalogue.ts'
import { createDocumentStore } from '../document/document-store.ts'
import { createProblemsStore } from '../document/problems-store.ts'
import { useLanguage } from '../i18n/use-text.ts'
import { createScope, EditorScope } from './EditorScope.tsx'
import { CanvasFrame } from './frame/CanvasFrame.tsx'
import styles from './frame/frame.module.css'
import { ShortcutSheet } from './frame/ShortcutSheet.tsx'
import { useKeyboard } from './keys/use-keyboard.ts'
import { type ChangeMarks, ChangeMarksContext } from './view/change-marks.ts'
import type { RunPicture } from './view/run-overlay.ts'

/** What a read-only canvas shows. */
export interface FlowCanvasProps {
  readonly flow: Flow
  readonly layout?: Layout | undefined
  readonly catalogue: Catalogue
  /** The run that lies over it, whole or as it stood at one moment: state, time and count at each node, wires that messages took. */
  readonly picture?: RunPicture | undefined
  readonly problems?: readonly Problem[] | undefined
  /** How nodes and wires differ from another version. */
  readonly marks?: ChangeMarks | undefined
  /** The selected node, kept by the caller; a change from outside also brings the node into view. */
  readonly selected?: string | undefined
  readonly onSelect?: ((node: string | undefined) => void) | undefined
}

/** A flow to look at (versions, runs): selecting, walking with the arrow keys and zooming, no changes. Fills its parent. */
export function FlowCanvas({ flow, layout, catalogue, picture, problems, marks, selected, onSelect }: FlowCanvasProps) {
  const language = useLanguage()
  const scope = useMemo(
    () =>
      createScope(
        {
          document: createDocumentStore({ flow, layout, catalogue, readOnly: true }),
          problems: createProblemsStore(problems),
        },
        { language: () => language, notify: () => {} },
      ),
    [flow, layout, catalogue, problems, language],
  )
  useEffect(() => scope.overlay.getState().show(picture), [scope, picture])
  return (
    <EditorScope scope={scope}>
      <Marked marks={marks}>
        <ReadOnly scope={scope} selected={selected} onSelect={onSelect} />
      </Marked>
    </EditorScope>
  )
}

function Marked({ marks, children }: { readonly marks: ChangeMarks | undefined; readonly children: ReactNode }) {
  return marks ? <ChangeMarksContext value={marks}>{children}</ChangeMarksContext> : children
}

const nothing = { tidy: () => {}, save: () => {}, openCalled: () => false }

function ReadOnly({
  scope,
  selected,
  onSelect,
}: Pick<FlowCanvasProps, 'selected' | 'onSelect'> & { readonly scope: ReturnType<typeof createScope> }) {
  const [root, setRoot] = useState<HTMLElement | null>(null)
  useKeyboard(root, nothing)
  const { session } = scope.actions
  const told = useRef({ selected, onSelect })
  told.current = { selected, onSelect }
  useEffect(
    () =>
      session.subscribe(({ selection }, before) => {
        const only = selection.size === 1 ? [...selection][0] : undefined
        if (selection !== before.selection && only !== told.current.selected) told.current.onSelect?.(only)
      }),
    [session],
  )
  useEffect(() => {
    const { selection, select } = session.getState()
    if (selected === undefined || selection.has(selected)) return
    select([selected])
    scope.camera.show(selected)
  }, [selected, session, scope])
  return (
    <div ref={setRoot} className={styles.readOnly}>
      <CanvasFrame scope={scope} />
      <ShortcutSheet />
    </div>
  )
}
