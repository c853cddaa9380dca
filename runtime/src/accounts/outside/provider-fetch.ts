import { connect, isIP } from 'node:net'
import type { CustomFetch } from 'openid-client'
import { permanent } from '#shared/errors/flow-error.ts'
import type { EgressPolicy } from '../../security/egress.ts'

/** Longest wait for one answer of the provider, milliseconds. */
const TIMEOUT_MS = 10_000
const PROBE_MS = 4_000
/** The largest answer that is read: key sets and claims are a few kilobytes. */
const MOST_BYTES = 512 * 1024
const WITHOUT_BODY: readonly number[] = [101, 204, 205, 304]

/** Calls of the provider under the egress policy: only hosts that were named, resolved once, in bounded time and size, no redirects. */
export interface ProviderCalls {
  fetchFor(hosts: readonly string[]): CustomFetch
  /** Opens and closes a connection to an address. Throws `outside.unreachable` or `outside.host-not-allowed`. */
  probe(url: URL, hosts: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** Makes the calls; the client is loaded by the first one. */
export function createProviderCalls(policy: () => EgressPolicy): ProviderCalls {
  let client: ReturnType<typeof loadClient> | undefined

  function admit(url: URL, hosts: readonly string[]): void {
    const refused = policy().refuse(url, hosts)
    if (refused !== undefined) throw permanent('outside.host-not-allowed', {}, { host: url.host, reason: refused })
  }

  return {
    fetchFor: (hosts) => async (address, options) => {
      const url = new URL(address)
      admit(url, hosts)
      client ??= loadClient(policy)
      const { agent, request } = await client
      try {
        const deadline = AbortSignal.timeout(TIMEOUT_MS)
        const answer = await request(url, {
          dispatcher: agent,
          method: options.method === 'POST' ? 'POST' : 'GET',
          headers: options.headers,
          body: options.body === undefined || options.body === null ? null : String(options.body),
          signal: options.signal ? AbortSignal.any([options.signal, deadline]) : deadline,
        })
        const chunks: Buffer[] = []
        let size = 0
        for await (const chunk of answer.body) {
          const bytes = Buffer.from(chunk)
          size += bytes.length
          if (size > MOST_BYTES) {
            answer.body.destroy()
            throw permanent('outside.answer', {}, { host: url.host, reason: 'too large' })
          }
          chunks.push(bytes)
        }
        const headers = new Headers()
        for (const [name, value] of Object.entries(answer.headers))
          for (const one of [value ?? []].flat()) headers.append(name, one)
        const body = WITHOUT_BODY.includes(answer.statusCode) ? null : Buffer.concat(chunks)
        return new Response(body, { status: answer.statusCode, headers })
      } catch (error) {
        throw networkFault(error, url)
      }
    },
    async probe(url, hosts) {
      admit(url, hosts)
      await new Promise<void>((resolve, reject) => {
        const fail = (error: Error): void => {
          socket.destroy()
          reject(networkFault(error, url))
        }
        const host = url.hostname.replace(/^\[|\]$/g, '')
        const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
        const socket = connect({ host, port, ...(isIP(host) === 0 ? { lookup: policy().lookup } : {}) }, () => {
          socket.destroy()
          resolve()
        })
        socket.setTimeout(PROBE_MS, () => fail(new Error('ETIMEDOUT')))
        socket.on('error', fail)
      })
    },
    close: async () => (await client)?.agent.close(),
  }
}

/** Whoever never signs in this way does not load the client. */
async function loadClient(policy: () => EgressPolicy) {
  const { Agent, request } = await import('undici')
  const agent = new Agent({
    connections: 8,
    keepAliveTimeout: 5_000,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connect: { lookup: policy().lookup, timeout: TIMEOUT_MS },
  })
  return { agent, request }
}

function networkFault(error: unknown, url: URL): unknown {
  if (error instanceof Error && error.name === 'FlowError') return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const said = code === '' && error instanceof Error ? error.name : code
  if (code === 'EGRESS') return permanent('outside.host-not-allowed', {}, { host: url.host, reason: 'address' })
  return permanent('outside.unreachable', {}, { host: url.host, reason: said })
}
