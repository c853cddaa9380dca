import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { titleOfNode } from '../document/catalogue.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { entryNode } from '../document/triggers.ts'
import { useText } from '../i18n/use-text.ts'
import { textOfBody } from '../session/sample.ts'
import { useTrial, useTrialStore } from '../session/TrialProvider.tsx'
import { exampleOfTrigger } from './entry.ts'

/** A flow that was never tried starts with the example of its trigger, as soon as it has one. */
export function useFirstSample(): void {
  const { t } = useTranslation('testing')
  const text = useText()
  const trial = useTrialStore()
  const flow = useDocument((state) => state.flow)
  const catalogue = useDocument((state) => state.catalogue)
  const none = useTrial((state) => state.samples.length === 0)
  useEffect(() => {
    if (!none) return
    const entry = entryNode({ flow, catalogue, trigger: trial.getState().trigger })
    if (entry === undefined) return
    const title = t('sample.ofNode', { title: text(titleOfNode(catalogue, flow, entry)) })
    const example = textOfBody(exampleOfTrigger(flow, catalogue, entry))
    trial.getState().put({ id: 'mau-dau', title, text: example, headers: {}, kept: false })
  }, [none, flow, catalogue, trial, t, text])
}
