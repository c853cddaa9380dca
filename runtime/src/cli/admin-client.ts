import { ConfigError, readConfig } from '#runtime/kernel/config.ts'

/** Calls the admin API of the running server with `LIENTHONG_ADMIN_TOKEN`. */
export type AdminCall = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly body: unknown }>

/** The server on this machine, by the same environment that it was started with. */
export function adminClient(): AdminCall {
  const { host, port, adminToken, publicUrl } = readConfig(process.env, process.cwd())
  if (adminToken === undefined)
    throw new ConfigError(
      'Đặt LIENTHONG_ADMIN_TOKEN như khi chạy máy chủ (set LIENTHONG_ADMIN_TOKEN to the value that the server was started with)',
    )
  const address = publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  return async (method, path, body) => {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new Error(
        `Không kết nối được máy chủ tại ${address}. Máy chủ có đang chạy không? (cannot reach the server)`,
      )
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }
}

/** The body of a good answer; a problem document becomes an Error with its sentences. */
export function goodAnswer({
  status,
  body,
}: {
  readonly status: number
  readonly body: unknown
}): Record<string, unknown> {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  if (status < 400) return fields
  const problems = Array.isArray(fields.problems)
    ? fields.problems
        .map((it: { message?: { vi?: string }; node?: string }) => `\n  ${it.node ?? ''} ${it.message?.vi ?? ''}`)
        .join('')
    : ''
  throw new Error(`${fields.detail ?? status} (${fields.title ?? fields.code ?? ''})${problems}`)
}
