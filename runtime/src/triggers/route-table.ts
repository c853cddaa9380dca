import type { IncomingHttpHeaders } from 'node:http'
import type { CompiledNode } from '#runtime/executor/compile.ts'
import type { Deployment } from '#runtime/executor/flows.ts'
import { compileExpression } from '#shared/expression/compile.ts'
import type { ExpressionScope } from '#shared/expression/scope.ts'
import { compileText } from '#shared/mapping/values.ts'
import { durationMs } from '#shared/node/fields.ts'
import type { Accepts } from './read-body.ts'
import { createSoapTalk, type SoapCallers, type SoapOffer } from './soap-talk.ts'
import type { Talk } from './talk.ts'
import { type XroadAccess, xroadAccessOf } from './xroad-caller.ts'

/** An address of the gateway, with everything that answering a request needs, resolved at deploy. */
export interface HttpRoute {
  readonly deployment: Deployment
  readonly trigger: string
  readonly answer: 'result' | 'stored'
  readonly accepts: Accepts
  readonly maxBytes: number
  /** The connection whose key the caller must show; undefined for an open address. */
  readonly keyConnection: string | undefined
  /** Whom it takes calls from over X-Road; undefined for any other address. */
  readonly xroad: XroadAccess | undefined
  /** Faults arrive as `expression.failed`. */
  readonly dedupe: ((scope: ExpressionScope) => unknown) | undefined
  /** True: requests with the same address and body are duplicates. */
  readonly dedupeContent: boolean
  readonly dedupeWindowMs: number
  readonly rejectDuplicates: boolean
  readonly timeoutMs: number
  /** How its callers are spoken to, made for each request; plain HTTP when absent. */
  readonly talk?: (headers: IncomingHttpHeaders) => Talk
}

/** A found route with the values of its path parameters. */
export interface RouteMatch {
  readonly route: HttpRoute
  readonly parameters: Readonly<Record<string, string>>
}

/** Finds routes by method and path. */
export interface RouteTable {
  find(method: string, path: string): RouteMatch | undefined
  /** The methods that the path exists with, in alphabetical order; empty when nobody has it. */
  methods(path: string): readonly string[]
}

interface Pattern {
  readonly parts: readonly string[]
  readonly route: HttpRoute
}

/** How long a duplicate is known when the trigger does not say. */
const DEDUPE_WINDOW_MS = 7 * 86_400_000
const NONE: Readonly<Record<string, string>> = Object.freeze({})

/** Builds the table from the deployed flows: plain paths in one map look-up, paths with parameters by segments (the most particular first). */
export function createRouteTable(deployments: readonly Deployment[]): RouteTable {
  const plain = new Map<string, RouteMatch>()
  const patterns = new Map<string, Pattern[]>()
  for (const deployment of deployments) {
    for (const node of deployment.compiled.triggers) {
      const methods = methodsOf(node)
      if (methods.length === 0) continue
      const path = normal(String(node.settings.path))
      const route = routeOf(deployment, node)
      for (const method of methods)
        if (!path.includes('{')) plain.set(`${method} ${path}`, { route, parameters: NONE })
        else patterns.set(method, [...(patterns.get(method) ?? []), { parts: path.split('/'), route }])
    }
  }
  for (const list of patterns.values()) list.sort((a, b) => generality(a) - generality(b))

  const plainMethods = [...plain.keys()].map((key) => key.slice(0, key.indexOf(' ')))
  const methods = [...new Set([...patterns.keys(), ...plainMethods])].sort()

  const table: RouteTable = {
    find(method, path) {
      const found = plain.get(`${method} ${path}`) ?? plain.get(`${method} ${normal(path)}`)
      if (found) return found
      const parts = normal(path).split('/')
      for (const pattern of patterns.get(method) ?? []) {
        const parameters = match(pattern.parts, parts)
        if (parameters) return { route: pattern.route, parameters }
      }
      return undefined
    },
    methods: (path) => methods.filter((method) => table.find(method, path) !== undefined),
  }
  return table
}

/** The methods that a trigger listens for; a SOAP service is also asked for its WSDL. */
function methodsOf({ type, settings }: CompiledNode): readonly string[] {
  if (type === 'http-in') return [String(settings.method ?? 'POST')]
  return type === 'soap-in' ? ['POST', 'GET'] : []
}

function routeOf(deployment: Deployment, node: CompiledNode): HttpRoute {
  const { settings } = node
  const dedupe = settings.dedupe
  const soap = soapOffer(settings, `${deployment.compiled.flow.id}/${node.id}`)
  return {
    deployment,
    trigger: node.id,
    answer: settings.answer === 'stored' ? 'stored' : 'result',
    accepts: node.type === 'soap-in' ? 'soap' : ((settings.accepts as Accepts | undefined) ?? 'json'),
    maxBytes: Number(settings.maxBytes ?? 10 * 1024 * 1024),
    keyConnection: settings.access === 'key' ? String(settings.connection ?? '') : undefined,
    xroad: xroadAccessOf(settings),
    dedupe: typeof dedupe === 'string' ? compileText(dedupe, compileExpression).get : undefined,
    dedupeContent: settings.dedupeBy === 'content',
    dedupeWindowMs: typeof settings.dedupeWindow === 'string' ? durationMs(settings.dedupeWindow) : DEDUPE_WINDOW_MS,
    rejectDuplicates: settings.onDuplicate === 'reject',
    timeoutMs: typeof settings.timeout === 'string' ? durationMs(settings.timeout) : deployment.compiled.timeoutMs,
    ...(node.type === 'soap-in' ? { talk: (headers: IncomingHttpHeaders) => createSoapTalk(soap, headers) } : {}),
  }
}

function soapOffer(settings: CompiledNode['settings'], trigger: string): SoapOffer {
  const xroad = xroadAccessOf(settings)
  const offer = {
    wsdl: String(settings.wsdl ?? ''),
    address: String(settings.address ?? ''),
    ...(xroad ? { xroad } : {}),
  }
  const skewMs = durationMs(String(settings.skew ?? 'PT5M'))
  if (settings.access === 'certificate')
    return { ...offer, signers: { trigger, connection: String(settings.trust ?? ''), skewMs } }
  if (settings.access !== 'ws-security') return offer
  const { passwords } = settings
  const caller: SoapCallers = {
    trigger,
    connection: String(settings.connection ?? ''),
    passwords: passwords === 'text' || passwords === 'either' ? passwords : 'digest',
    skewMs,
    timestamp: settings.timestamp === true,
  }
  return { ...offer, caller }
}

function normal(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** Less for what is more particular: fewer parameters, and of as many those further to the right. Paths have up to 300 characters, so 150 parts. */
function generality({ parts }: Pattern): number {
  const free = parts.flatMap((part, i) => (part.startsWith('{') ? [i] : []))
  return free.length * 1000 - (free[0] ?? 0)
}

function match(pattern: readonly string[], parts: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== parts.length) return undefined
  const found: Record<string, string> = {}
  for (const [i, part] of pattern.entries()) {
    const actual = parts[i] ?? ''
    if (part.startsWith('{') && part.endsWith('}')) {
      if (actual === '') return undefined
      found[part.slice(1, -1)] = decoded(actual)
    } else if (part !== actual) return undefined
  }
  return found
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
