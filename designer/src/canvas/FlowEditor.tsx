import '@xyflow/react/dist/style.css'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowDetail } from '#shared/api/flows.ts'
import { useAccount, useApi, useHolds, useOperation } from '../api/api-context.ts'
import { type ApiError, asApiError } from '../api/api-error.ts'
import { useLanguage, useText } from '../i18n/use-text.ts'
import { createPanelsStore } from '../session/panels-store.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loading } from '../ui/Loaded.tsx'
import { createScope, EditorScope } from './EditorScope.tsx'
import { EditorFrame, useRefusal } from './frame/EditorFrame.tsx'
import styles from './frame/frame.module.css'
import { closeFlow, type Opened, openFlow } from './open-flow.ts'

type OpenNow = Extract<Opened, { is: 'open' }>

/** The flow editor at `/luong/:id`. */
export default function FlowEditor({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation(['canvas', 'common'])
  const text = useText()
  const { opened, error, retry } = useOpened(flowId)
  if (error)
    return (
      <div className={styles.unreadable}>
        <ErrorCard error={error}>
          <Button variant="default" onClick={retry}>
            {t('common:actions.retry')}
          </Button>
        </ErrorCard>
      </div>
    )
  if (!opened) return <Loading />
  if (opened.is === 'open') return <Editor flowId={flowId} opened={opened} />
  return (
    <div className={styles.unreadable}>
      <h1>{t('unreadable.title')}</h1>
      <ul>
        {opened.problems.map((problem) => (
          <li key={`${problem.code}|${problem.path ?? ''}`}>{text(problem.message)}</li>
        ))}
      </ul>
    </div>
  )
}

function Editor({ flowId, opened }: { readonly flowId: string; readonly opened: OpenNow }) {
  const { t } = useTranslation('canvas')
  const language = useLanguage()
  const refusal = useRefusal()
  const now = useRef({ language, refusal })
  now.current = { language, refusal }
  const scope = useMemo(
    () =>
      createScope(opened.document, {
        language: () => now.current.language,
        notify: (reason) => now.current.refusal(reason),
        panels: createPanelsStore(window.localStorage, window.innerWidth),
        storage: window.localStorage,
      }),
    [opened],
  )
  useEffect(() => {
    if (opened.restored) notifications.show({ message: t('restored'), color: 'blue', autoClose: 8000 })
  }, [opened, t])
  return (
    <EditorScope scope={scope}>
      <EditorFrame scope={scope} flowId={flowId} state={useFlowState(flowId, opened)} />
    </EditorScope>
  )
}

/** Whether the flow is a draft, published or changed; asked again after the first save that may have changed it. */
function useFlowState(flowId: string, { detail, document }: OpenNow): FlowDetail['state'] {
  const cache = useQueryClient()
  const asked = useOperation('getFlow', { params: { id: flowId } }).data?.state ?? detail.state
  useEffect(
    () =>
      document.autosave?.state.subscribe((state) => {
        if (state.is === 'saved' && asked === 'published') void cache.invalidateQueries({ queryKey: ['getFlow'] })
      }),
    [document, cache, asked],
  )
  return asked
}

/** Opens the flow from the server itself and not from the cache: the editor must stand on the newest revision. */
function useOpened(flowId: string): {
  readonly opened?: Opened
  readonly error?: ApiError
  readonly retry: () => void
} {
  const { client } = useApi()
  const user = useAccount().user?.name ?? ''
  const readOnly = !useHolds('designer')
  const { t } = useTranslation('canvas')
  const said = useRef(() => {})
  said.current = () => notifications.show({ message: t('conflict.merged'), color: 'blue', autoClose: 10_000 })
  const [result, setResult] = useState<{ readonly opened?: Opened; readonly error?: ApiError }>({})
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` grows to try again.
  useEffect(() => {
    let gone = false
    let open: Opened | undefined
    setResult({})
    openFlow({ client, flowId, user, readOnly, merged: () => said.current() }).then(
      (it) => {
        open = it
        if (gone) closeFlow(flowId, it)
        else setResult({ opened: it })
      },
      (reason: unknown) => {
        if (!gone) setResult({ error: asApiError(reason) })
      },
    )
    return () => {
      gone = true
      if (open) closeFlow(flowId, open)
    }
  }, [client, flowId, user, readOnly, turn])
  return { ...result, retry: () => setTurn(turn + 1) }
}
