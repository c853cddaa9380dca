import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../api/api-context.ts'
import { titleOfNode } from '../document/catalogue.ts'
import { useDocument, useOpenDocument } from '../document/DocumentProvider.tsx'
import { nodeOf } from '../document/document.ts'
import { entryNode } from '../document/triggers.ts'
import { useText } from '../i18n/use-text.ts'
import { textOfBody } from '../session/sample.ts'
import { useTrial, useTrialStore } from '../session/TrialProvider.tsx'
import { exampleOfTrigger } from './entry.ts'

/**
 * A flow that was never tried starts with the example of its trigger, as soon as it has one. Unless that was declared by the officer, a message that
 * the simulators know, or that of a test case, takes its place when the server has one and nobody has touched it by then.
 */
export function useFirstSample(): void {
  const { t } = useTranslation('testing')
  const text = useText()
  const { client } = useApi()
  const { autosave } = useOpenDocument()
  const trial = useTrialStore()
  const flow = useDocument((state) => state.flow)
  const catalogue = useDocument((state) => state.catalogue)
  const none = useTrial((state) => state.samples.length === 0)
  useEffect(() => {
    if (!none) return
    const { trigger } = trial.getState()
    const entry = entryNode({ flow, catalogue, trigger })
    if (entry === undefined) return
    const title = t('sample.ofNode', { title: text(titleOfNode(catalogue, flow, entry)) })
    const example = textOfBody(exampleOfTrigger(flow, catalogue, entry))
    const first = { id: FIRST, title, text: example, headers: {}, kept: false }
    trial.getState().put(first)
    if (nodeOf(flow, entry)?.schema || !autosave) return
    const asked = { params: { id: flow.id }, body: trigger === undefined ? {} : { trigger } }
    client.call('sampleFlow', asked).then(
      ({ sample }) => {
        if (!sample || !trial.getState().samples.includes(first)) return
        const { from, body, headers } = sample
        trial.getState().put({ ...first, title: t(`sample.from.${from}`), text: textOfBody(body), headers })
      },
      // The example stays: it is as good as there is.
      () => undefined,
    )
  }, [none, flow, catalogue, trial, t, text, client, autosave])
}

/** The sample that was made for the officer. */
const FIRST = 'mau-dau'
