import { escapeMarkup } from '../frame/reply.ts'

/** Writes a JSON value as XML the way the gateway's mediator does: objects as elements, arrays as repeated elements, null as empty. */
export function xmlOf(root: string, value: unknown): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, value)}\n`
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('')
  if (value === null || value === undefined) return `<${name}/>`
  if (typeof value !== 'object') return `<${name}>${escapeMarkup(String(value))}</${name}>`
  const inside = Object.entries(value)
    .map(([child, content]) => element(child, content))
    .join('')
  return `<${name}>${inside}</${name}>`
}
