import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Express, NextFunction, Request, Response } from 'express'
import type { HelmetOptions } from 'helmet'
import { errorFields } from '../observe/log.ts'
import { createDispatch, type DispatchParts } from './dispatch.ts'
import { API_PREFIX } from './route-lookup.ts'

/** What the admin listener serves. */
export interface ServerParts extends DispatchParts {
  readonly designerFolder: string
  /** People reach it over HTTPS (a proxy in front). */
  readonly https: boolean
}

/** The admin listener: security headers on everything, the API below its prefix, the designer elsewhere. Not yet listening. */
export function createAdminServer(parts: ServerParts): Server {
  let app: Promise<Express> | undefined
  const server = createServer({ maxHeaderSize: 16 * 1024, keepAliveTimeout: 10_000 }, (request, response) => {
    app ??= appOf(parts)
    void app.then((it) => it(request, response))
  })
  server.headersTimeout = 15_000
  server.requestTimeout = 60_000
  server.maxRequestsPerSocket = 10_000
  return server
}

/** Express is loaded with the first request: messages do not wait for it at the start. */
async function appOf(parts: ServerParts): Promise<Express> {
  const [{ default: express }, { default: helmet }, { designerFiles }] = await Promise.all([
    import('express'),
    import('helmet'),
    import('./static-files.ts'),
  ])
  const app = express()
  const dispatch = createDispatch(parts)
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(helmet(securityHeaders(parts.https)))
  app.use((request, response, next) => {
    const [path = '', query = ''] = request.url.split('?', 2)
    if (path !== '/api' && !path.startsWith('/api/')) return next()
    const below = path.startsWith(`${API_PREFIX}/`) ? path.slice(API_PREFIX.length) : '//'
    void dispatch(request, response, below, query)
  })
  app.use(designerFiles(parts.designerFolder))
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    // Express would answer with the stack trace; a path that cannot be decoded is the sender's fault, the rest is ours.
    const status = error instanceof URIError ? 400 : statusOf(error)
    if (status >= 500) parts.log.error(errorFields(error), 'a page could not be served')
    if (!response.headersSent) response.status(status).type('text/plain').send(`${status}\n`)
  })
  return app
}

function statusOf(error: unknown): number {
  const status: unknown = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500
}

/** Own origin only; styles may be inline because the component library writes them; Monaco's workers start from blobs. */
function securityHeaders(https: boolean): HelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
  }
}

/**
 * The peer's address. Behind a proxy on this machine it is what that proxy saw; the header of anybody else is not believed
 * (ASVS 4.1.3).
 */
export function peerAddress(request: IncomingMessage, behindProxy: boolean): string {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  if (!behindProxy || (peer !== '127.0.0.1' && peer !== '::1')) return peer
  const forwarded = [request.headers['x-forwarded-for'] ?? ''].flat().join(',').split(',').at(-1)?.trim()
  return forwarded || peer
}
