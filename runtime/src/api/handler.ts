import type { z } from 'zod'
import type { Operation, Route, routes } from '#shared/api/routes.ts'
import type { Caller } from '../accounts/caller.ts'

type Routes = typeof routes
type Parameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Parameters<Rest>
  : never
type Parsed<R, Part extends 'query' | 'body'> =
  R extends Record<Part, infer S extends z.ZodType> ? z.output<S> : undefined

/** What a handler gets: everything authenticated, parsed and typed by the route table. */
export interface Context<O extends Operation> {
  readonly caller: Routes[O]['role'] extends 'anyone' ? Caller | undefined : Caller
  readonly params: Readonly<Record<Parameters<Routes[O]['path']>, string>>
  readonly query: Parsed<Routes[O], 'query'>
  readonly body: Parsed<Routes[O], 'body'>
  /** Address of the peer. */
  readonly address: string
  /** What the browser kept while it was at the outside provider. */
  readonly pending: string | undefined
  readonly reply: ReplyControl
}

/** The few things besides a body that an answer may carry. */
export interface ReplyControl {
  /** Gives the browser this session. */
  openSession(token: string): void
  closeSession(): void
  /** Lets the browser keep this while it is at the outside provider. */
  keepPending(text: string): void
  dropPending(): void
}

/** An answer that is not JSON. */
export interface TextAnswer {
  readonly contentType: string
  readonly text: string
}

/** Sends the browser to another address (302). */
export interface RedirectAnswer {
  readonly redirect: string
}

/** What a handler gives back: the table's answer; without one, nothing (204), JSON of its own, a text or another address. */
export type Answer<O extends Operation> =
  Routes[O] extends Record<'answer', infer S extends z.ZodType>
    ? z.input<S>
    : object | TextAnswer | RedirectAnswer | undefined

/** Answers one operation. */
export type Handler<O extends Operation> = (context: Context<O>) => Answer<O> | Promise<Answer<O>>

/** A handler for every operation of the table: a missing one is a type error. */
export type Handlers = { readonly [O in Operation]: Handler<O> }

/** A route with the name of its operation. */
export interface NamedRoute {
  readonly operation: Operation
  readonly route: Route
}
