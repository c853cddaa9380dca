import type { User } from '#shared/api/platform.ts'
import type { Role } from '#shared/api/roles.ts'

/** Who makes a request, after authentication. */
export interface Caller {
  /** Account name, `token:<id>` or `admin-token`; the name in drafts and in the audit trail. */
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly unit: string
  /** Only a session is sent by browsers by themselves, so only a session needs the origin check. */
  readonly via: 'session' | 'token'
  /** Of a session: its id, by which live connections are closed when it ends. */
  readonly session?: string
  readonly mustSetPassword: boolean
  /** Of a session: begun here by password or link, or through the outside provider. */
  readonly way?: 'local' | 'outside'
}

/** The unit that exists from the start (design D18). */
export const DEFAULT_UNIT = 'mac-dinh'

/** The caller as `GET /session` shows it. */
export function userOf(caller: Caller): User {
  const { name, displayName, role, unit, mustSetPassword } = caller
  return { name, displayName, role, unit, mustSetPassword }
}
