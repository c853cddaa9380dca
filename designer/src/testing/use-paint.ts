import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { openTestTab } from '../canvas/open-test-tab.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { type NodeMark, type RunPicture, useRunOverlay } from '../canvas/view/run-overlay.ts'
import { useTrial, useTrialStore } from '../session/TrialProvider.tsx'
import type { TrialStore } from '../session/trial-store.ts'
import { useStale } from '../session/use-run-trial.ts'
import { eventsOf, momentOf, pictureAt } from '../travel/run-events.ts'

/** The last test run lies over the canvas until it is taken away or another version of the flow is opened. */
export function usePaint(): void {
  const overlay = useRunOverlay()
  const trial = useTrialStore()
  const { panels } = useEditor()
  const run = useTrial((state) => state.run)
  const at = useTrial((state) => state.at)
  const events = useMemo(() => (run ? eventsOf(run) : []), [run])
  useEffect(() => {
    const onOpen = (path: string): void => {
      openTestTab(panels)
      showStep(trial, path)
    }
    const picture: RunPicture | undefined =
      run && (at === undefined ? { steps: run.steps } : pictureAt(events, Math.min(at, events.length)))
    overlay.getState().show(picture && { ...picture, onOpen })
    return () => overlay.getState().show(undefined)
  }, [overlay, panels, trial, run, events, at])
}

/** Shows a step of the test run; while the slider is in use, at the moment when the step was done. */
export function showStep(trial: TrialStore, path: string): void {
  const { run, at, set } = trial.getState()
  const moment = run && at !== undefined ? momentOf(eventsOf(run), path) : at
  set({ step: path, at: moment })
}

/** Pins, old results and breakpoints are marked on the canvas. */
export function useTrialMarks(): void {
  const { t } = useTranslation('debug')
  const overlay = useRunOverlay()
  const pins = useTrial((state) => state.pins)
  const stops = useTrial((state) => state.stops)
  const stale = useStale()
  useEffect(() => {
    const nodes = new Map<string, NodeMark>()
    const add = (id: string, mark: NodeMark): void => void nodes.set(id, { ...nodes.get(id), ...mark })
    for (const id of Object.keys(pins)) add(id, { pinned: true })
    for (const [id, reason] of stale) {
      const words = t(`stale.${reason}`)
      add(id, { stale: { vi: words, en: words } })
    }
    for (const { node, from } of stops) if (from === undefined) add(node, { stop: true })
    const wires = stops.flatMap(({ node, from }) => (from === undefined ? [] : [`${from}|${node}`]))
    overlay.getState().mark({ nodes, stops: new Set(wires) })
    return () => overlay.getState().mark({ nodes: new Map(), stops: new Set() })
  }, [overlay, pins, stops, stale, t])
}
