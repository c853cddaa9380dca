import type { Installation } from './installation.ts'

/** The admin API as automation calls it, with the administrator's token. */
export interface AdminApi {
  readonly address: string
  /** Calls below `/api/v1`; throws an Error with the server's answer unless it is a success. */
  call<T = unknown>(method: string, path: string, body?: unknown): Promise<T>
}

/** An `AdminApi` of the installation. */
export function createAdminApi({ address, token }: Pick<Installation, 'address' | 'token'>): AdminApi {
  return {
    address,
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const answer = await fetch(`${address}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 2000)}`)
      // The caller names the shape that the contract of this path promises.
      return (text === '' ? undefined : JSON.parse(text)) as T
    },
  }
}
