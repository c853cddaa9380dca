import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionCheck } from '#shared/node/connection.ts'
import type { Text } from '#shared/text/text.ts'

const ADDRESS: Text = { vi: 'Kết nối tới địa chỉ', en: 'Reach the address' }
const SIGN_IN: Text = { vi: 'Đăng nhập', en: 'Sign in' }
const SAMPLE: Text = { vi: 'Gọi thử', en: 'Sample call' }

/** What a test of a connection does after it reached the address. */
export interface Stages {
  /** Throws when the address cannot be reached (`connect.*`) or the credentials are refused (anything else). */
  signIn(): Promise<void>
  /** Gives a sentence about what came back; throws when the call fails. */
  sample(): Promise<Text>
}

/** Runs the stages address → sign-in → sample call, stops at the first that fails, and says what to do about it. */
export async function runStages(stages: Stages): Promise<readonly ConnectionCheck[]> {
  const started = performance.now()
  const signedIn = await attempt(stages.signIn)
  const durationMs = elapsed(started)
  if ('fault' in signedIn && signedIn.unreachable) {
    return [{ step: 'address', name: ADDRESS, ok: false, durationMs, message: signedIn.fault }]
  }
  const address: ConnectionCheck = { step: 'address', name: ADDRESS, ok: true, durationMs }
  if ('fault' in signedIn)
    return [address, { step: 'sign-in', name: SIGN_IN, ok: false, durationMs, message: signedIn.fault }]
  const called = performance.now()
  const sampled = await attempt(stages.sample)
  const sample = 'fault' in sampled ? { ok: false, message: sampled.fault } : { ok: true, message: sampled.value }
  return [
    address,
    { step: 'sign-in', name: SIGN_IN, ok: true, durationMs },
    { step: 'call', name: SAMPLE, durationMs: elapsed(called), ...sample },
  ]
}

/** One check by itself, for connections that call nobody. */
export async function runCheck(name: Text, check: () => Promise<Text>): Promise<ConnectionCheck> {
  const started = performance.now()
  const result = await attempt(check)
  const durationMs = elapsed(started)
  return 'fault' in result
    ? { name, ok: false, durationMs, message: result.fault }
    : { name, ok: true, durationMs, message: result.value }
}

type Attempt<T> = { readonly value: T } | { readonly fault: Text; readonly unreachable: boolean }

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() }
  } catch (error) {
    const { code, message, advice } = toErrorData(error)
    const fault = { vi: `${message.vi}. ${advice.vi}`, en: `${message.en}. ${advice.en}` }
    return { fault, unreachable: code.startsWith('connect.') && code !== 'connect.not-configured' }
  }
}

function elapsed(since: number): number {
  return Math.round(performance.now() - since)
}
