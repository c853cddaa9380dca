import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPlayerPause, IconPlayerPauseFilled, IconPlayerTrackNext } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { openTestTab } from '../canvas/open-test-tab.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { useDefinition, useDocument } from '../document/DocumentProvider.tsx'
import { useTrial, useTrialStore } from '../session/TrialProvider.tsx'
import { chosenSample } from '../session/trial-store.ts'
import { useRunTrial } from '../session/use-run-trial.ts'

/** What a test run may do at a node: go no further, or stand still before it. */
export function RunToHere({ id }: { readonly id: string }) {
  const { t } = useTranslation('debug')
  const { panels } = useEditor()
  const { runTo } = useRunTrial()
  const trial = useTrialStore()
  const definition = useDefinition(id)
  const running = useTrial((state) => state.running)
  const stop = useTrial((state) => state.stops.some(({ node, from }) => node === id && from === undefined))
  // Before the first sample is there, a run would have nothing to run on.
  const ready = useTrial((state) => chosenSample(state) !== undefined)
  const readOnly = useDocument((state) => state.readOnly)
  if (readOnly || definition?.input === false) return null
  const stopLabel = t(stop ? 'stop.clear' : 'stop.set')
  return (
    <>
      <Tooltip label={`${stopLabel} (B)`}>
        <ActionIcon
          variant="subtle"
          color={stop ? 'red' : 'gray'}
          size={32}
          aria-label={stopLabel}
          aria-pressed={stop}
          onClick={() => trial.getState().toggleStop({ node: id })}
        >
          {stop ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPause size={18} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t('runTo')} (Ctrl + Shift + Enter)`}>
        <ActionIcon
          variant="subtle"
          size={32}
          loading={running}
          disabled={!ready}
          aria-label={t('runTo')}
          onClick={() => {
            openTestTab(panels)
            void runTo(id)
          }}
        >
          <IconPlayerTrackNext size={18} />
        </ActionIcon>
      </Tooltip>
    </>
  )
}
