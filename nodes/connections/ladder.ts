import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionCheck } from '#shared/node/connection.ts'
import type { Text } from '#shared/text/text.ts'
import { runCheck } from './checks.ts'

const SIGN_IN: Text = { vi: 'Đăng nhập', en: 'Sign in' }
const SAMPLE: Text = { vi: 'Gọi thử', en: 'Sample call' }

/** The rungs of a test of a server with its own protocol. */
export interface Ladder<T> {
  /** What makes the line safe, and which faults of `open` belong to it; absent when nothing does. */
  readonly safe?: { readonly name: Text; readonly codes: readonly string[]; readonly good: Text }
  open(): Promise<T>
  sample(it: T): Promise<Text>
  close(it: T): Promise<void>
}

/** Tries what makes the line safe → signing in → a call that only reads, and stops at the first that fails; name and port were tried before. */
export async function climb<T>(ladder: Ladder<T>): Promise<readonly ConnectionCheck[]> {
  const { safe } = ladder
  const checks: ConnectionCheck[] = []
  const opening = ladder.open().then(
    (it) => ({ it }),
    (error: unknown) => ({ error }),
  )
  if (safe) {
    const line = await runCheck(safe.name, async () => {
      const opened = await opening
      if ('error' in opened && safe.codes.includes(toErrorData(opened.error).code)) throw opened.error
      return safe.good
    })
    checks.push(line)
    if (!line.ok) return checks
  }
  const signIn = await runCheck(SIGN_IN, async () => {
    const opened = await opening
    if ('error' in opened) throw opened.error
    return { vi: 'Được chấp nhận', en: 'Accepted' }
  })
  checks.push(signIn)
  const opened = await opening
  if (!('it' in opened)) return checks
  try {
    return [...checks, await runCheck(SAMPLE, () => ladder.sample(opened.it))]
  } finally {
    await ladder.close(opened.it).catch(() => undefined)
  }
}
