import { afterEach } from 'vitest'
import { NGSP_CONSUMER } from '../access.ts'
import { createNgsp, type Ngsp, type NgspOptions } from './create-ngsp.ts'

const open: Ngsp[] = []
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close()
})

/** The header of a token request in style A. */
export const BASIC = `Basic ${Buffer.from(`${NGSP_CONSUMER.key}:${NGSP_CONSUMER.secret}`).toString('base64')}`
let now = new Date(0)

/** Lets the clock of the simulator go on. */
export function pass(milliseconds: number): void {
  now = new Date(now.getTime() + milliseconds)
}

/** Starts a gateway at 17/10/2025 10:00 with a token in hand; it is closed after the test. */
export async function start(options: NgspOptions = {}) {
  now = new Date('2025-10-17T03:00:00Z')
  const simulator = createNgsp({ clock: () => now, ...options })
  open.push(simulator)
  const { url } = await simulator.listen(0)
  const token = async (
    headers: Record<string, string> = { authorization: BASIC },
    body: BodyInit = new URLSearchParams({ grant_type: 'client_credentials' }),
  ) => {
    const response = await fetch(`${url}/token`, { method: 'POST', headers, body })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const bearer = { authorization: `Bearer ${(await token()).body.access_token}` }
  const get = async (path: string, headers: Record<string, string> = bearer) => {
    const response = await fetch(`${url}${path}`, { headers })
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    }
  }
  return { simulator, url, token, get, bearer }
}

/** The address of one enterprise. */
export const detail = (code: string) => `/apiCSDLDKDN/1.0/chiTietDoanhNghiep?msdn=${code}`
