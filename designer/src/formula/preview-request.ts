import type { MappingItem, Turns } from '#shared/mapping/mapping.ts'
import type { MessageScope } from './message-scope.ts'

/** What is asked of `POST /expressions/preview`. */
export interface PreviewRequest {
  readonly expression?: string
  readonly mapping?: MappingItem[]
  readonly input: unknown
  readonly steps?: Record<string, unknown>
}

/** A mapping on the example message. */
export function previewOfMapping(mapping: readonly MappingItem[], scope: MessageScope): PreviewRequest {
  return { mapping: [...mapping], ...inputOf(scope) }
}

/**
 * A formula on the example message. Inside for-eaches it is asked as a mapping with the same for-eaches around, so that
 * `$parent` and `$index` mean what they will mean; `resultOf` takes the first item's value out again.
 */
export function previewOfFormula(expression: string, scope: MessageScope, chain: readonly Turns[]): PreviewRequest {
  if (chain.length === 0) return { expression, ...inputOf(scope) }
  const leaf = { value: { expr: expression }, missing: 'omit' } as const
  const [innermost = { over: '' }, ...outer] = [...chain].reverse()
  let item: MappingItem = { target: 'x', each: { ...innermost, value: leaf.value }, missing: 'omit' }
  for (const turns of outer) item = { target: 'x', each: { ...turns, fields: [item] } }
  return { mapping: [item], ...inputOf(scope) }
}

/** The value in the answer to `previewOfFormula`. */
export function resultOf(answer: unknown, chain: readonly unknown[]): unknown {
  let value = answer
  for (let i = 0; i < chain.length; i++) {
    if (typeof value !== 'object' || value === null) return undefined
    const list: unknown = Reflect.get(value, 'x')
    value = Array.isArray(list) ? list[0] : undefined
  }
  return value
}

function inputOf({ message, steps }: MessageScope): Pick<PreviewRequest, 'input' | 'steps'> {
  const { body = null, headers, keys } = message
  return { input: { body, headers, keys }, ...(Object.keys(steps).length > 0 ? { steps: { ...steps } } : {}) }
}
