import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import { FlowCanvas } from '../canvas/FlowCanvas.tsx'
import { useNodeTitles, useServerCatalogue, useVersion } from '../document/use-version.ts'
import { Loading } from '../ui/Loaded.tsx'
import { eventsOf, momentOf, pictureAt } from './run-events.ts'
import { TravelBar } from './TravelBar.tsx'
import styles from './travel.module.css'

/** A past run on the canvas of the version that it ran on, with the slider; the step of the moment is told to the caller. */
export default function RunCanvas({
  run,
  at,
  onAt,
}: {
  readonly run: Run
  readonly at: number | undefined
  readonly onAt: (at: number, path: string | undefined) => void
}) {
  const { t } = useTranslation('debug')
  const version = useVersion(run.flow, run.version)
  const catalogue = useServerCatalogue()
  const titles = useNodeTitles(run.flow, run.version)
  const events = useMemo(() => eventsOf(run), [run])
  const moment = Math.min(at ?? events.length, events.length)
  const go = useCallback((next: number) => onAt(next, events[next - 1]?.step.path), [onAt, events])
  const toStep = useCallback(
    (path: string) => {
      const found = momentOf(events, path)
      if (found !== undefined) go(found)
    },
    [events, go],
  )
  const picture = useMemo(
    () => (at === undefined ? { steps: run.steps, onOpen: toStep } : { ...pictureAt(events, moment), onOpen: toStep }),
    [at, run, events, moment, toStep],
  )
  const selected = events[moment - 1]?.step.node
  if (!version || !catalogue) return <Loading />
  return (
    <div className={styles.travel}>
      <TravelBar events={events} at={moment} onAt={go} titleOf={titles.of} />
      <section className={styles.canvas} aria-label={t('travel.canvas')}>
        <FlowCanvas
          flow={version.flow}
          layout={version.layout}
          catalogue={catalogue}
          picture={picture}
          selected={selected}
          onSelect={(node) => {
            // The newest step of that node up to now, else its first.
            const seen = events.slice(0, moment).findLast(({ step }) => step.node === node)
            const found = seen ?? events.find(({ step }) => step.node === node)
            if (found) toStep(found.step.path)
          }}
        />
      </section>
    </div>
  )
}
