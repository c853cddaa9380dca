import type { Reply } from '../frame/reply.ts'
import { headerOf } from '../frame/request.ts'
import { fault, type Service } from './security-server.ts'
import type { SoapService } from './soap-services.ts'

const TIMEOUT_MS = 30_000
/** Headers of a provider that a security server does not pass on (PR-REST §4.3), and what it sets itself. */
const KEPT_BACK = /^(?:connection|keep-alive|transfer-encoding|content-length|date|server|upgrade|x-road-.*)$/

/** Passes a call to the provider's own REST service at `target` and its answer back, whatever its status; redirects are not followed. */
export function forwardTo(target: string): Service['answer'] {
  return async (request, rest, call) => {
    const query = request.query.toString()
    const type = headerOf(request.headers, 'content-type')
    const init = {
      method: request.method,
      headers: { accept: 'application/json', ...(type === undefined ? {} : { 'content-type': type }), ...call },
      redirect: 'manual' as const,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(request.body.length === 0 ? {} : { body: new Uint8Array(request.body) }),
    }
    try {
      const answer = await fetch(`${target}${rest}${query === '' ? '' : `?${query}`}`, init)
      const headers = Object.fromEntries([...answer.headers].filter(([name]) => !KEPT_BACK.test(name)))
      const reply: Reply = { status: answer.status, headers, body: await answer.text() }
      return reply
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return fault('Server.ServerProxy.ServiceFailed.NetworkError', reason, request)
    }
  }
}

/** Passes a SOAP call to our own service at `target` as it came: of its HTTP headers only type and action go on (PR-MESS §2.2). */
export function forwardSoapTo(target: string): SoapService['answer'] {
  return async ({ request }) => {
    const sent = ['content-type', 'soapaction'].flatMap((name): [string, string][] => {
      const value = headerOf(request.headers, name)
      return value === undefined ? [] : [[name, value]]
    })
    try {
      const answer = await fetch(target, {
        method: 'POST',
        headers: Object.fromEntries(sent),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        body: new Uint8Array(request.body),
      })
      const isXml = /xml/.test(answer.headers.get('content-type') ?? '')
      if (isXml) return { envelope: await answer.text(), status: answer.status }
      await answer.body?.cancel()
      return { failed: 'Server.ServerProxy.ServiceFailed.HttpError', text: `HTTP ${answer.status}` }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { failed: 'Server.ServerProxy.ServiceFailed.NetworkError', text: reason }
    }
  }
}
