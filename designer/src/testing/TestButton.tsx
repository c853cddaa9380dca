import { Button, Tooltip } from '@mantine/core'
import { IconFlask, IconPlayerStop } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useEditor } from '../canvas/use-editor.ts'
import { useRunOverlay } from '../canvas/view/run-overlay.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { useTrial, useTrialStore } from '../session/TrialProvider.tsx'
import { useRunTrial } from '../session/use-run-trial.ts'
import { useFirstSample } from './use-first-sample.ts'

/** Opened at least this high, so that steps and messages can be read. */
const HEIGHT = 400

/** Starts a test run (Ctrl+Enter anywhere in the editor) and paints it on the canvas. */
export default function TestButton() {
  const { t } = useTranslation('testing')
  const { panels } = useEditor()
  const { start, cancel } = useRunTrial()
  const running = useTrial((state) => state.running)
  const readOnly = useDocument((state) => state.readOnly)
  useFirstSample()
  usePaint()
  useStepOfNode()
  useEffect(() => {
    if (readOnly) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      if (event.defaultPrevented || (event.target instanceof HTMLElement && event.target.closest('[role="dialog"]')))
        return
      event.preventDefault()
      open()
      void start()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  })
  const open = () => {
    const { drawerHeight, set } = panels.getState()
    set({ drawer: true, drawerTab: 'test', drawerHeight: Math.max(drawerHeight, HEIGHT) })
  }
  if (readOnly) return null
  return (
    <Tooltip label={`${t(running ? 'stop' : 'runHint')} (Ctrl + Enter)`}>
      <Button
        variant="default"
        leftSection={running ? <IconPlayerStop size={18} /> : <IconFlask size={18} />}
        onClick={() => {
          if (running) return cancel()
          open()
          void start()
        }}
      >
        {t(running ? 'stop' : 'run')}
      </Button>
    </Tooltip>
  )
}

/** The last test run lies over the canvas until it is taken away or another version of the flow is opened. */
function usePaint(): void {
  const overlay = useRunOverlay()
  const steps = useTrial((state) => state.run?.steps)
  useEffect(() => {
    overlay.getState().show(steps)
    return () => overlay.getState().show(undefined)
  }, [overlay, steps])
}

/** Selecting a node shows what it did in the last test run. */
function useStepOfNode(): void {
  const { session } = useEditor()
  const trial = useTrialStore()
  useEffect(
    () =>
      session.subscribe(({ selection }, before) => {
        const [node] = selection
        if (selection === before.selection || selection.size !== 1) return
        const { run, step, showStep } = trial.getState()
        const here = run?.steps.filter((it) => it.node === node) ?? []
        const first = here.find((it) => it.status === 'failed') ?? here[0]
        if (first && !here.some((it) => it.path === step)) showStep(first.path)
      }),
    [session, trial],
  )
}
