import { isRecord } from '../document/catalogue.ts'
import { textsOf } from './sample.ts'

/** A message as a pin holds it. */
export interface PinnedMessage {
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  readonly keys: Readonly<Record<string, string>>
}

/** An output that test runs take instead of running a node. It belongs to the person's trials: never to the flow, never to real messages. */
export interface Pin {
  /** The port; the first when undefined. */
  readonly port?: string
  /** What leaves; several one after the other with `each`, none when the node lets nothing through. */
  readonly messages: readonly PinnedMessage[]
  readonly each?: true
  readonly origin: 'trial' | 'captured' | 'hand'
  /** False for messages of real runs: they hold people's data and stay in memory until the page is closed. */
  readonly kept: boolean
}

/** A place where test runs stand still: in front of a node, or only for what comes from a certain one (a wire). */
export interface Breakpoint {
  readonly node: string
  readonly from?: string
}

/** What the browser keeps of trials beside the samples. */
export interface KeptTrial {
  readonly pins: Readonly<Record<string, Pin>>
  readonly stops: readonly Breakpoint[]
}

const LONGEST_KEPT = 1_000_000

/** Reads what a former visit kept; what is no pin or no breakpoint is left out. */
export function readKeptTrial(text: string | null): KeptTrial {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    if (!isRecord(value)) return { pins: {}, stops: [] }
    const pins = isRecord(value.pins) ? value.pins : {}
    const stops = Array.isArray(value.stops) ? value.stops : []
    return {
      pins: Object.fromEntries(Object.entries(pins).flatMap(([node, it]) => readPin(it).map((pin) => [node, pin]))),
      stops: stops.flatMap(readStop),
    }
  } catch {
    return { pins: {}, stops: [] }
  }
}

/** The text that is kept; undefined when it is too long for the browser's storage. */
export function textOfKept({ pins, stops }: KeptTrial): string | undefined {
  const kept = Object.fromEntries(Object.entries(pins).filter(([, pin]) => pin.kept))
  const text = JSON.stringify({ pins: kept, stops })
  return text.length > LONGEST_KEPT ? undefined : text
}

function readPin(value: unknown): Pin[] {
  if (!isRecord(value) || !Array.isArray(value.messages)) return []
  const messages = value.messages.flatMap((it: unknown) =>
    isRecord(it) ? [{ body: it.body, headers: textsOf(it.headers), keys: textsOf(it.keys) }] : [],
  )
  const origin = value.origin === 'captured' || value.origin === 'hand' ? value.origin : 'trial'
  return [
    {
      messages,
      origin,
      kept: true,
      ...(typeof value.port === 'string' ? { port: value.port } : {}),
      ...(value.each === true ? { each: true } : {}),
    },
  ]
}

function readStop(value: unknown): Breakpoint[] {
  if (!isRecord(value) || typeof value.node !== 'string') return []
  return [{ node: value.node, ...(typeof value.from === 'string' ? { from: value.from } : {}) }]
}
