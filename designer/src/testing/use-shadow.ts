import { useRef, useState } from 'react'
import { MOST_SHADOWED, type ShadowRow } from '#shared/api/shadow.ts'
import { useApi } from '../api/api-context.ts'
import { type ApiError, asApiError, clientError } from '../api/api-error.ts'
import { useOpenDocument } from '../document/DocumentProvider.tsx'

/** Which past messages are taken. */
export interface ShadowChoice {
  readonly last: number
  readonly status: '' | 'done' | 'failed'
  readonly q: string
}

/** How a shadow run stands. */
export interface ShadowState {
  readonly rows: readonly ShadowRow[]
  readonly done: number
  readonly total: number
  readonly running: boolean
  readonly stopped: boolean
  /** The draft was another one at the end than at the beginning. */
  readonly edited: boolean
  /** Hash of the document that it ran on. */
  readonly ranOn: string | undefined
  readonly fault: ApiError | undefined
}

const idle: ShadowState = {
  rows: [],
  done: 0,
  total: 0,
  running: false,
  stopped: false,
  edited: false,
  ranOn: undefined,
  fault: undefined,
}

/** Runs past messages through the open draft, page by page; can be stopped between pages and in the middle of one. */
export function useShadow(flowId: string) {
  const { client } = useApi()
  const { document, autosave } = useOpenDocument()
  const [state, setState] = useState<ShadowState>(idle)
  const stop = useRef<AbortController>(undefined)
  const start = async ({ last, status, q }: ShadowChoice) => {
    const abort = new AbortController()
    stop.current = abort
    setState({ ...idle, running: true, total: Math.min(last, MOST_SHADOWED) })
    try {
      if (autosave && !(await autosave.flush())) throw clientError('client.offline')
      setState((old) => ({ ...old, ranOn: document.getState().hash }))
      const filter = { last, ...(status === '' ? {} : { status }), ...(q.trim() === '' ? {} : { q: q.trim() }) }
      let cursor: string | undefined
      let content: string | undefined
      do {
        const body = { ...filter, ...(cursor ? { cursor } : {}) }
        const page = await client.call('shadowFlow', { params: { id: flowId }, body }, abort.signal)
        const edited = content !== undefined && page.content !== content
        content = page.content
        cursor = page.cursor
        setState((old) => ({
          ...old,
          rows: [...old.rows, ...page.rows],
          done: page.done,
          total: cursor === undefined ? page.done : old.total,
          edited: old.edited || edited,
        }))
      } while (cursor && !abort.signal.aborted)
    } catch (thrown) {
      if (!abort.signal.aborted) setState((old) => ({ ...old, fault: asApiError(thrown) }))
    } finally {
      setState((old) => ({ ...old, running: false, stopped: abort.signal.aborted }))
    }
  }
  return { state, start, stop: () => stop.current?.abort() }
}
