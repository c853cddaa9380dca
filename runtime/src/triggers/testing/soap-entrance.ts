import type { X509Certificate } from 'node:crypto'
import { envelopeAround } from '#nodes/soap/operation.ts'
import { PATH, service, TYPES } from '#nodes/soap/service-flow.fixture.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { openEntrance } from './entrance.ts'

/** The service at a gateway of its own; `ask` sends what stands in the body, `post` any bytes. */
export async function opened(flow: Flow = service(), trusted: readonly X509Certificate[] = []) {
  const it = await openEntrance([flow], false, undefined, trusted)
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    it.call(PATH, { body: new Uint8Array(Buffer.from(body)), headers: { 'content-type': TYPES['1.1'], ...headers } })
  const ask = (inner: string, version: '1.1' | '1.2' = '1.1', headers: Record<string, string> = {}) =>
    post(envelopeAround(version, inner), { 'content-type': TYPES[version], ...headers })
  return { ...it, post, ask, url: `http://127.0.0.1:${it.port}${PATH}` }
}
