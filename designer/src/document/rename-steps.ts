import { isRecord } from './catalogue.ts'

/**
 * Follows renamed nodes in expressions: every string under `settings` has `$steps.old` and $steps.`old` changed. Only
 * whole names: `$steps.http` does not match `$steps.http-in`.
 */
export function renameSteps(
  settings: Readonly<Record<string, unknown>>,
  ids: ReadonlyMap<string, string>,
): Readonly<Record<string, unknown>> {
  const changed = new Map([...ids].filter(([from, to]) => from !== to))
  if (changed.size === 0) return settings
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, walk(value, changed)]))
}

function walk(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.includes('$steps') ? inExpression(value, ids) : value
  if (Array.isArray(value)) return value.map((item) => walk(item, ids))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, ids)]))
}

function inExpression(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replace(
    /(\$steps\s*\.\s*)(?:`([^`]+)`|([a-z][a-z0-9]*)(?![\w-]))/g,
    (whole, head: string, quoted?: string, bare?: string) => {
      const id = ids.get(quoted ?? bare ?? '')
      return id === undefined ? whole : `${head}${id.includes('-') || quoted ? `\`${id}\`` : id}`
    },
  )
}
