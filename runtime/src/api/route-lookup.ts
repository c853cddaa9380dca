import { type Operation, type Route, routes } from '#shared/api/routes.ts'
import type { NamedRoute } from './handler.ts'

/** Where the table's paths begin. */
export const API_PREFIX = '/api/v1'

/** A found route with its decoded parameters. */
export interface FoundRoute extends NamedRoute {
  readonly params: Readonly<Record<string, string>>
}

interface Compiled extends NamedRoute {
  readonly parts: readonly string[]
}

const table: readonly Compiled[] = (Object.entries(routes) as [Operation, Route][]).map(([operation, route]) => ({
  operation,
  route,
  parts: route.path.split('/').slice(1),
}))

/** Finds the route of a method and a path below the prefix; undefined when there is none, or when a parameter is not decodable. */
export function findRoute(method: string, path: string): FoundRoute | undefined {
  const given = path.split('/').slice(1)
  for (const { operation, route, parts } of table) {
    if (route.method !== method || parts.length !== given.length) continue
    const params = match(parts, given)
    if (params) return { operation, route, params }
  }
  return undefined
}

function match(parts: readonly string[], given: readonly string[]): Readonly<Record<string, string>> | undefined {
  const params: Record<string, string> = Object.create(null)
  for (const [i, part] of parts.entries()) {
    const value = decode(given[i] ?? '')
    if (value === undefined) return undefined
    if (part.startsWith('{')) params[part.slice(1, -1)] = value
    else if (part !== value) return undefined
  }
  return params
}

function decode(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part)
    // An encoded slash or a dot segment would mean another path to whoever reads it next.
    return text !== '' && !/[/\\\0]/.test(text) && text !== '.' && text !== '..' ? text : undefined
  } catch {
    return undefined
  }
}
