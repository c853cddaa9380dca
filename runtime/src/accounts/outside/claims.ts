import type { RoleRule } from '#shared/api/identity-source.ts'
import { type Role, roles } from '#shared/api/roles.ts'

/** What the provider says about somebody. */
export type Claims = Readonly<Record<string, unknown>>

const LONGEST = 300

/** A claim by its name, or by a path of names with dots into objects; undefined when it is not there. */
export function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  let value: unknown = claims
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = Reflect.get(value, part)
  }
  return value
}

/** A claim as text of at most 300 characters; undefined for what is empty, longer, or neither text nor number. */
export function textClaim(claims: Claims, name: string): string | undefined {
  const value = claimOf(claims, name)
  const text =
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.normalize('NFC').trim() : ''
  return text === '' || text.length > LONGEST ? undefined : text
}

/** The highest role of the rules that match; undefined when none does: nobody has a role by default. */
export function roleByRules(claims: Claims, rules: readonly RoleRule[]): Role | undefined {
  const given = rules.filter((rule) => valuesOf(claimOf(claims, rule.claim)).includes(rule.value)).map((it) => it.role)
  return roles.findLast((role) => given.includes(role))
}

/** One value or a list of them, as texts; whole values only, so that `admin` is not found in `not-admin`. */
function valuesOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value])
    .filter((it) => typeof it === 'string' || typeof it === 'number' || typeof it === 'boolean')
    .map(String)
}
