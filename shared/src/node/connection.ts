import type { z } from 'zod'
import type { Text } from '../text/text.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest } from './run.ts'

/** The steps of a connection test, in their order: name, port, certificate, address as a whole, credentials, harmless call. */
export const CONNECTION_STEPS = ['dns', 'tcp', 'tls', 'address', 'sign-in', 'call'] as const
export type ConnectionStep = (typeof CONNECTION_STEPS)[number]

/** One step of a connection test, with what an officer can do about it. */
export interface ConnectionCheck {
  /** Where in the order it stands. The runtime does `dns`, `tcp` and `tls` for the hosts of every kind; a kind gives the rest. */
  readonly step?: ConnectionStep
  readonly name: Text
  readonly ok: boolean
  readonly durationMs: number
  readonly message?: Text
}

/** What the test of a connection may use. */
export interface ConnectionTestContext {
  readonly signal: AbortSignal
  http(request: HttpRequest): Promise<HttpAnswer>
}

/** A kind of connection: named address + credential + limits (design §2). Values are shown; secrets are write-only. */
export interface ConnectionKind<V extends z.ZodObject = z.ZodObject, S extends z.ZodObject = z.ZodObject> {
  readonly kind: string
  readonly title: Text
  readonly summary: Text
  readonly values: V
  readonly secrets: S
  /** Hosts that flows may reach through such a connection, as `host:port`; empty for local files. */
  hosts(values: z.output<V>): readonly string[]
  /** How its hosts speak TLS from the first byte on, where they do without an address that says so; a test then looks at the certificate by itself. */
  readonly tlsFromStart?: (values: z.output<V>) => TlsFromStart | undefined
}

/** `authority`: certificates (PEM) that are trusted beside the known ones · `checked`: false when any certificate will do. */
export interface TlsFromStart {
  readonly authority?: string | undefined
  readonly checked: boolean
}

/** The behaviour of a kind of connection: checks that it works, step by step (address, sign-in, sample call). */
export interface ConnectionTest {
  test(connection: ConnectionHandle, context: ConnectionTestContext): Promise<readonly ConnectionCheck[]>
}

/** Declares a kind of connection. */
export function defineConnection<V extends z.ZodObject, S extends z.ZodObject>(
  kind: ConnectionKind<V, S>,
): ConnectionKind<V, S> {
  return kind
}
