import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { FlowError } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'
import { jsonReply, type Reply } from './reply.ts'
import { parseBody, readBody } from './request.ts'
import type { ControlRoute } from './simulator.ts'

/** A refusal of a control route, in our own words rather than the partner's. */
function refusal(status: number, code: string, message: Text): Reply {
  return jsonReply(status, { code, message })
}

/**
 * True for a caller on this machine that is not a foreign web page: loopback address, loopback `Host` (a rebound name does
 * not pass) and no `Origin` but our own.
 */
function isLocalCaller(incoming: IncomingMessage): boolean {
  const address = incoming.socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
  if (address !== '::1' && !/^127\.\d+\.\d+\.\d+$/.test(address)) return false
  const host = incoming.headers.host ?? ''
  if (!/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i.test(host)) return false
  const origin = incoming.headers.origin
  return origin === undefined || origin === `http://${host}`
}

/** Answers one request under `/_sim/`. */
export async function answerControl(
  incoming: IncomingMessage,
  url: URL,
  routes: readonly ControlRoute[],
): Promise<Reply> {
  if (!isLocalCaller(incoming)) {
    return refusal(403, 'simulator.local-only', {
      vi: 'Trang điều khiển chỉ dùng được trên chính máy chạy hệ thống giả lập',
      en: 'The controls answer only on the machine that runs the simulator',
    })
  }
  const here = routes.filter((route) => `/_sim/${route.path}` === url.pathname)
  const route = here.find((candidate) => candidate.method === incoming.method)
  if (!route) {
    return refusal(here.length === 0 ? 404 : 405, 'simulator.unknown-control', {
      vi: `Không có điều khiển ${incoming.method} ${url.pathname}`,
      en: `There is no control ${incoming.method} ${url.pathname}`,
    })
  }
  try {
    return jsonReply(200, await route.handle(await controlBody(incoming, route), url.searchParams))
  } catch (error) {
    return controlFailure(error)
  }
}

async function controlBody(incoming: IncomingMessage, route: ControlRoute): Promise<unknown> {
  if (route.method === 'GET') return undefined
  const body = await readBody(incoming, 1024 * 1024)
  if (!(body instanceof Buffer)) throw new RangeError('body')
  return body.length === 0 ? {} : parseBody(body)
}

function controlFailure(error: unknown): Reply {
  if (error instanceof FlowError) return refusal(400, error.data.code, error.data.message)
  if (error instanceof z.ZodError) {
    const places = error.issues.map((issue) => [...issue.path, issue.message].join(': ')).join('; ')
    return refusal(400, 'simulator.bad-setting', {
      vi: `Giá trị điều khiển không hợp lệ: ${places}`,
      en: `The setting is not valid: ${places}`,
    })
  }
  if (error instanceof RangeError) {
    return refusal(413, 'simulator.too-large', { vi: 'Nội dung quá lớn', en: 'The body is too large' })
  }
  throw error
}
