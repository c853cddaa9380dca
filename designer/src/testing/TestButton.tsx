import { Button, Tooltip } from '@mantine/core'
import { IconFlask, IconPlayerStop } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { openTestTab } from '../canvas/open-test-tab.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { useTrial, useTrialStore } from '../session/TrialProvider.tsx'
import { useRunTrial } from '../session/use-run-trial.ts'
import { useFirstSample } from './use-first-sample.ts'
import { showStep, usePaint, useTrialMarks } from './use-paint.ts'

const NO_NODE = {
  vi: 'Hãy chọn một nút trước, rồi chạy đến nút đó.',
  en: 'Select a node first, then run to it.',
}

/** Starts a test run (Ctrl+Enter anywhere in the editor; with Shift only to the selected node) and paints it on the canvas. */
export default function TestButton() {
  const { t } = useTranslation('testing')
  const { panels, session, refuse } = useEditor()
  const { start, runTo, cancel } = useRunTrial()
  const running = useTrial((state) => state.running)
  const readOnly = useDocument((state) => state.readOnly)
  useFirstSample()
  usePaint()
  useTrialMarks()
  useStepOfNode()
  useEffect(() => {
    if (readOnly) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      if (event.defaultPrevented || (event.target instanceof HTMLElement && event.target.closest('[role="dialog"]')))
        return
      event.preventDefault()
      if (event.shiftKey) return toSelected()
      openTestTab(panels)
      void start()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  })
  const toSelected = () => {
    const [node, ...others] = session.getState().selection
    if (node === undefined || others.length > 0) return refuse(NO_NODE)
    openTestTab(panels)
    void runTo(node)
  }
  if (readOnly) return null
  return (
    <Tooltip label={`${t(running ? 'stop' : 'runHint')} (Ctrl + Enter)`}>
      <Button
        variant="default"
        data-tour="test"
        leftSection={running ? <IconPlayerStop size={18} /> : <IconFlask size={18} />}
        onClick={() => {
          if (running) return cancel()
          openTestTab(panels)
          void start()
        }}
      >
        {t(running ? 'stop' : 'run')}
      </Button>
    </Tooltip>
  )
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
        const { run, step, at } = trial.getState()
        const here = run?.steps.filter((it) => it.node === node) ?? []
        const first = here.find((it) => it.status === 'failed') ?? here[0]
        // While the slider moves, it says which step is on show.
        if (first && at === undefined && !here.some((it) => it.path === step)) showStep(trial, first.path)
      }),
    [session, trial],
  )
}
