import { useCallback, useEffect, useRef, useState } from 'react'
import type { Mapping } from '#shared/mapping/mapping.ts'
import { useApi } from '../api/api-context.ts'
import { asApiError } from '../api/api-error.ts'
import type { Client } from '../api/client.ts'
import { messageIn, messageOut } from '../formula/message-scope.ts'
import type { ShownError } from '../ui/ErrorCard.tsx'
import type { SampleResult } from './compare-results.ts'

/** How many captured messages a mapping is tried on. */
export const SAMPLES = 20
/** Runs that are looked through for them. */
const MOST_RUNS = 60

/** A trial on captured messages as far as it has come. */
export interface CapturedTrial {
  readonly results: readonly SampleResult[]
  readonly running: boolean
  readonly error?: ShownError
}

interface Captured {
  readonly run: string
  readonly input: ReturnType<typeof messageIn>
  readonly steps: Readonly<Record<string, unknown>>
  readonly before: unknown
}

/** Tries a mapping on the last messages that a node got; one after the other, until `stop`. */
export function useCapturedTrial(flow: string, node: string | undefined) {
  const { client } = useApi()
  const [trial, setTrial] = useState<CapturedTrial>()
  const stopper = useRef<AbortController>(undefined)
  useEffect(() => () => stopper.current?.abort(), [])
  const stop = useCallback(() => {
    stopper.current?.abort()
    setTrial((now) => now && { ...now, running: false })
  }, [])
  const start = useCallback(
    async (mapping: Mapping) => {
      stopper.current?.abort()
      const mine = new AbortController()
      stopper.current = mine
      const results: SampleResult[] = []
      const show = (running: boolean, error?: ShownError) => {
        if (!mine.signal.aborted) setTrial({ results: [...results], running, ...(error ? { error } : {}) })
      }
      show(true)
      try {
        if (node === undefined) return show(false)
        for await (const captured of capturedAt(client, flow, node, mine.signal)) {
          results.push(await tried(client, mapping, captured, mine.signal))
          show(results.length < SAMPLES)
          if (results.length >= SAMPLES) return
        }
        show(false)
      } catch (thrown) {
        const { code, text, advice } = asApiError(thrown)
        show(false, { code, message: text, advice })
      }
    },
    [client, flow, node],
  )
  return { trial, start, stop }
}

async function* capturedAt(client: Client, flow: string, node: string, signal: AbortSignal): AsyncGenerator<Captured> {
  let cursor: string | undefined
  let looked = 0
  do {
    const page = await client.call('listRuns', { query: { flow, ...(cursor === undefined ? {} : { cursor }) } }, signal)
    for (const { id } of page.runs) {
      if (looked++ >= MOST_RUNS) return
      const run = await client.call('getRun', { params: { id } }, signal)
      const step = run.steps.find((it) => it.node === node && it.input !== undefined)
      if (!step) continue
      const steps = Object.fromEntries(
        run.steps.flatMap((it) =>
          it.output === undefined || it.node === node ? [] : [[it.node, messageOut(it).body]],
        ),
      )
      yield {
        run: id,
        input: messageIn(step.input),
        steps,
        before: step.output === undefined ? undefined : messageOut(step).body,
      }
    }
    cursor = page.cursor
  } while (cursor !== undefined)
}

async function tried(client: Client, mapping: Mapping, captured: Captured, signal: AbortSignal): Promise<SampleResult> {
  const { run, input, steps, before } = captured
  const body = { mapping: [...mapping], input: { ...input, body: input.body ?? null }, steps: { ...steps } }
  const { result, error } = await client.call('previewExpression', { body }, signal)
  const field = error?.details?.target
  return error
    ? { run, before, made: { fault: error.code, field: typeof field === 'string' ? field : undefined } }
    : { run, before, made: { body: result } }
}
