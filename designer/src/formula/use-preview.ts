import { useEffect, useMemo, useState } from 'react'
import { useApi } from '../api/api-context.ts'
import { asApiError } from '../api/api-error.ts'
import type { ShownError } from '../ui/ErrorCard.tsx'
import { useFormulaScope } from './FormulaScope.tsx'
import { type PreviewRequest, previewOfFormula, resultOf } from './preview-request.ts'

/** What a preview shows. While a new one is on its way the last stays. */
export type Preview =
  | { readonly is: 'nothing' }
  | { readonly is: 'value'; readonly value: unknown }
  | { readonly is: 'error'; readonly error: ShownError }

const DEBOUNCE_MS = 120
const NOTHING: Preview = { is: 'nothing' }

/** Asks the server for a preview shortly after the last change; an answer that came too late is dropped. */
export function usePreview(request: PreviewRequest | undefined): Preview {
  const { client } = useApi()
  const [preview, setPreview] = useState<Preview>(NOTHING)
  // Compared by content: a request made anew with the same meaning must not be asked again.
  const key = request === undefined ? undefined : JSON.stringify(request)
  useEffect(() => {
    if (key === undefined) {
      setPreview(NOTHING)
      return
    }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      const { input, ...rest }: PreviewRequest = JSON.parse(key)
      client.call('previewExpression', { body: { ...rest, input } }, stop.signal).then(
        ({ result, error }) => {
          if (!stop.signal.aborted) setPreview(error ? { is: 'error', error } : { is: 'value', value: result })
        },
        (thrown: unknown) => {
          if (stop.signal.aborted) return
          const { code, text, advice } = asApiError(thrown)
          setPreview({ is: 'error', error: { code, message: text, advice } })
        },
      )
    }, DEBOUNCE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [client, key])
  return preview
}

/** The value of a formula on the example of the scope around; nothing for an empty formula or without an example. */
export function useFormulaPreview(text: string, enabled = true): Preview {
  const { scope, chain } = useFormulaScope()
  const asked = enabled && text.trim() !== '' && scope.origin !== 'none'
  const request = useMemo(() => (asked ? previewOfFormula(text, scope, chain) : undefined), [asked, text, scope, chain])
  const preview = usePreview(request)
  return preview.is === 'value' ? { is: 'value', value: resultOf(preview.value, chain) } : preview
}
