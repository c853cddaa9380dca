import { useState } from 'react'
import type { CaseResult } from '#shared/api/test-cases.ts'
import { useApi } from '../api/api-context.ts'
import { type ApiError, asApiError, clientError } from '../api/api-error.ts'
import { useOpenDocument } from '../document/DocumentProvider.tsx'

/** Results of saved cases on the open draft. */
export interface CaseRuns {
  readonly results: ReadonlyMap<string, CaseResult>
  readonly running: boolean
  readonly fault: ApiError | undefined
  /** Hash of the document that they ran on. */
  readonly ranOn: string | undefined
  /** Saves the draft, then runs these cases, or all. */
  readonly start: (names?: readonly string[]) => Promise<void>
}

/** Runs saved cases of a flow. */
export function useRunCases(flowId: string): CaseRuns {
  const { client } = useApi()
  const { document, autosave } = useOpenDocument()
  const [results, setResults] = useState<ReadonlyMap<string, CaseResult>>(new Map())
  const [running, setRunning] = useState(false)
  const [fault, setFault] = useState<ApiError>()
  const [ranOn, setRanOn] = useState<string>()
  const start = async (names?: readonly string[]) => {
    setRunning(true)
    setFault(undefined)
    try {
      if (autosave && !(await autosave.flush())) throw clientError('client.offline')
      const { hash } = document.getState()
      const body = names ? { names: [...names] } : {}
      const answer = await client.call('runCases', { params: { id: flowId }, body })
      setResults((old) => new Map([...(names ? old : []), ...answer.results.map((it) => [it.name, it] as const)]))
      setRanOn(hash)
    } catch (thrown) {
      setFault(asApiError(thrown))
    } finally {
      setRunning(false)
    }
  }
  return { results, running, fault, ranOn, start }
}
