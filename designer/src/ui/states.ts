import {
  IconArrowForwardUp,
  IconCheck,
  IconCircleDashed,
  IconCircleX,
  IconFilterOff,
  IconHelpCircle,
  IconHourglass,
  IconInbox,
  IconPencil,
  IconPencilExclamation,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconX,
} from '@tabler/icons-react'
import type { FlowSummary } from '#shared/api/flows.ts'
import type { RunStatus, RunStep } from '#shared/api/runs.ts'

/** How strongly a state asks for attention; gives the colour, never the only sign. */
export type Tone = 'neutral' | 'info' | 'ok' | 'warning' | 'error'

/** Every state that a chip can show. */
export type State = RunStatus | RunStep['status'] | FlowSummary['state'] | 'on' | 'off' | 'disabled'

/** Icon and tone by state; the word is `common:states.<state>`. */
export const states: Readonly<Record<State, { readonly icon: typeof IconCheck; readonly tone: Tone }>> = {
  accepted: { icon: IconInbox, tone: 'neutral' },
  running: { icon: IconPlayerPlay, tone: 'info' },
  waiting: { icon: IconHourglass, tone: 'info' },
  retrying: { icon: IconRefresh, tone: 'warning' },
  'in-doubt': { icon: IconHelpCircle, tone: 'warning' },
  failed: { icon: IconCircleX, tone: 'error' },
  done: { icon: IconCheck, tone: 'ok' },
  cancelled: { icon: IconX, tone: 'neutral' },
  dropped: { icon: IconFilterOff, tone: 'neutral' },
  skipped: { icon: IconArrowForwardUp, tone: 'neutral' },
  draft: { icon: IconPencil, tone: 'neutral' },
  published: { icon: IconCheck, tone: 'ok' },
  changed: { icon: IconPencilExclamation, tone: 'info' },
  paused: { icon: IconPlayerPause, tone: 'warning' },
  on: { icon: IconPlayerPlay, tone: 'ok' },
  off: { icon: IconPlayerStop, tone: 'neutral' },
  disabled: { icon: IconCircleDashed, tone: 'neutral' },
}
