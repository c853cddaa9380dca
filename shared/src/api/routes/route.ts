import { z } from 'zod'
import type { Role } from '../roles.ts'

/** One route of the admin API. The server, the OpenAPI document, the client and the role test all come from this table. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`, parameters as `{id}`. */
  readonly path: string
  /** `anyone`: no session needed; `self`: any signed-in caller. */
  readonly role: Role | 'anyone' | 'self'
  readonly summary: { readonly vi: string; readonly en: string }
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly answer?: z.ZodType
}

/** Keeps the literal types of a route. */
export const route = <const R extends Route>(it: R): R => it
/** An answer that is a list under a name. */
// The computed key is the name itself; without saying so the type would lose it, and with it the clients' answers.
export const list = <const N extends string, T extends z.ZodType>(name: N, schema: T) =>
  z.object({ [name]: z.array(schema) } as { readonly [K in N]: z.ZodArray<T> })
