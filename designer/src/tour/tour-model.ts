import { type Tour, type TourStep, tourSteps } from '#shared/api/tour.ts'

/** What is known of a call that succeeded. */
export interface Heard {
  readonly operation: string
  readonly input: { readonly params?: Readonly<Record<string, string>> | undefined }
  readonly answer: unknown
}

/** The first step that is not done; `undefined` when all are. */
export function currentStep(tour: Tour): TourStep | undefined {
  return tourSteps.find((step) => !tour.done.includes(step))
}

/** The tour with a step done; the last one ends it. The same object when it was done before. */
export function withDone(tour: Tour, step: TourStep): Tour {
  if (tour.done.includes(step)) return tour
  const done = tourSteps.filter((it) => it === step || tour.done.includes(it))
  return { ...tour, done, state: done.length === tourSteps.length ? 'done' : tour.state }
}

/** What the tour learns from a call of the designer: it goes by what happened, whichever way it was done. The same object when nothing. */
export function afterCall(tour: Tour, { operation, input, answer }: Heard): Tour {
  if (operation === 'listTemplates') return withDone(tour, 'gallery')
  if (operation === 'useTemplate') {
    const flow = textIn(answer, 'flow')
    return flow === undefined ? tour : withDone({ ...tour, flow }, 'template')
  }
  if (tour.flow === undefined) return tour
  const isOwn = input.params?.id === tour.flow
  if (isOwn && (operation === 'testFlow' || operation === 'runCases')) return withDone(tour, 'test')
  if (isOwn && operation === 'publishFlow') return withDone(tour, 'publish')
  if (operation === 'getRun' && textIn(answer, 'flow') === tour.flow) return withDone(tour, 'message')
  return tour
}

/** Where the control of a step is, and how it is found there. */
export interface StepPlace {
  readonly path: string
  readonly control: string
}

/** The page and the control of a step. */
export function placeOf(step: TourStep, flow: string | undefined): StepPlace {
  const editor = `/luong/${flow ?? ''}`
  switch (step) {
    case 'gallery':
      return { path: '/luong', control: '[data-tour="new-flow"]' }
    case 'template':
      return { path: '/thu-vien-mau', control: '[data-tour="use-template"]' }
    case 'node':
      // The trigger stands where the first look of the canvas begins; another node may lie behind a panel.
      return { path: editor, control: '[data-node][data-kind="trigger"], [data-outline-node]' }
    case 'test':
      return { path: editor, control: '[data-tour="test"]' }
    case 'publish':
      return { path: editor, control: '[data-tour="publish"]' }
    case 'message':
      return { path: `/lan-chay?flow=${flow ?? ''}`, control: '[data-run] a[href^="/lan-chay/"]' }
  }
}

function textIn(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found = Object.entries(value).find(([key]) => key === name)?.[1]
  return typeof found === 'string' ? found : undefined
}
