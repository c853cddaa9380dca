import type { z } from 'zod'
import { type Operation, type Route, routes } from '#shared/api/routes.ts'
import { type ApiError, clientError, readProblem } from './api-error.ts'

type RouteOf<O extends Operation> = (typeof routes)[O]
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
type ParamsOf<O extends Operation> = [NamesIn<RouteOf<O>['path']>] extends [never]
  ? { readonly params?: undefined }
  : { readonly params: Readonly<Record<NamesIn<RouteOf<O>['path']>, string>> }
type BodyOf<O extends Operation> =
  RouteOf<O> extends { readonly body: infer B extends z.ZodType }
    ? { readonly body: z.input<B> }
    : { readonly body?: undefined }
type QueryOf<O extends Operation> =
  RouteOf<O> extends { readonly query: infer Q extends z.ZodType }
    ? Record<never, never> extends z.input<Q>
      ? { readonly query?: z.input<Q> }
      : { readonly query: z.input<Q> }
    : { readonly query?: undefined }

/** What a call of an operation needs: path parameters, query, body — by the route table. */
export type InputOf<O extends Operation> = ParamsOf<O> & BodyOf<O> & QueryOf<O>
/** What an operation answers; `unknown` when the table does not say. */
export type AnswerOf<O extends Operation> =
  RouteOf<O> extends { readonly answer: infer A extends z.ZodType } ? z.output<A> : unknown

/** What the client needs from around it. */
export interface ClientOptions {
  readonly fetch: typeof globalThis.fetch
  /** Address of the API without a slash at the end, such as `/api/v1`. */
  readonly base: string
  readonly timeoutMs?: number
  /**
   * Called when the session has ended. Resolves to true when somebody signed in again (the call is repeated once),
   * to false when it is given up.
   */
  readonly onExpired?: () => Promise<boolean>
  /** Hears of every call that succeeded. */
  readonly onDone?: (call: DoneCall) => void
}

/** A call that succeeded. */
export interface DoneCall {
  readonly operation: Operation
  readonly input: LooseInput
  readonly answer: unknown
}

/** A client of the admin API, typed by the route table. Throws `ApiError` only. */
export interface Client {
  call<O extends Operation>(operation: O, input: InputOf<O>, signal?: AbortSignal): Promise<AnswerOf<O>>
}

/** Operations that a 401 of theirs says nothing about the session. */
const SIGNING_IN: readonly Operation[] = ['signIn', 'signOut']

interface LooseInput {
  readonly params?: Readonly<Record<string, string>> | undefined
  readonly query?: unknown
  readonly body?: unknown
}

/** The address of an operation below the base, with parameters escaped and empty query values left out. */
export function addressOf(operation: Operation, input: LooseInput): string {
  const route: Route = routes[operation]
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = input.params?.[name]
    if (value === undefined || value === '') throw new Error(`${operation}: parameter ${name} is missing`)
    return encodeURIComponent(value)
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries((input.query ?? {}) as Record<string, unknown>))
    if (value !== undefined && value !== '') query.set(name, String(value))
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Makes a client. */
export function createClient(options: ClientOptions): Client {
  const timeoutMs = options.timeoutMs ?? 60_000

  const send = async (operation: Operation, input: LooseInput, signal: AbortSignal | undefined): Promise<unknown> => {
    const route: Route = routes[operation]
    const deadline = AbortSignal.timeout(timeoutMs)
    const response = await options
      .fetch(options.base + addressOf(operation, input), {
        method: route.method,
        credentials: 'same-origin',
        headers: {
          accept: 'application/json',
          ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      })
      .catch((reason: unknown) => {
        if (signal?.aborted) throw reason
        throw deadline.aborted
          ? clientError('client.timeout', { seconds: Math.round(timeoutMs / 1000) })
          : clientError('client.offline')
      })
    return read(route, response)
  }

  const call = async (operation: Operation, input: LooseInput, signal?: AbortSignal): Promise<unknown> => {
    const done = (answer: unknown): unknown => {
      options.onDone?.({ operation, input, answer })
      return answer
    }
    try {
      return done(await send(operation, input, signal))
    } catch (error) {
      if (!isExpired(error) || SIGNING_IN.includes(operation) || !options.onExpired) throw error
      if (!(await options.onExpired())) throw error
      return done(await send(operation, input, signal))
    }
  }
  // The route table gives the types; the answer was parsed with the schema that the type comes from.
  return { call: call as Client['call'] }
}

function isExpired(error: unknown): error is ApiError {
  return error instanceof Error && 'code' in error && error.code === 'api.unauthenticated'
}

async function read(route: Route, response: Response): Promise<unknown> {
  const text = await response.text().catch(() => {
    throw clientError('client.offline')
  })
  if (!response.ok) {
    // A proxy in front that finds no server behind it answers with a page of its own.
    if (response.status === 502 || response.status === 504)
      throw clientError('client.offline', { status: response.status })
    throw readProblem(response.status, parse(text))
  }
  if (!route.answer) return text === '' ? undefined : parse(text)
  const checked = route.answer.safeParse(parse(text))
  if (!checked.success) throw clientError('client.bad-answer', { status: response.status })
  return checked.data
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
