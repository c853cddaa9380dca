import { domainFunctions } from './domain/catalogue.ts'
import type { DomainFunction } from './domain/definition.ts'
import { ExpressionError } from './errors.ts'
import { MAX_LIST, MAX_TEXT_RESULT } from './limits.ts'
import { builtIns, type NativeFunction, type NativeSignature, parseSignature } from './natives.ts'

/** A domain function under one of its names, with its signature parsed. */
export interface DomainEntry {
  readonly definition: DomainFunction
  readonly signature: NativeSignature
}

/** Domain functions by Vietnamese and by English name. */
export const domainByName: ReadonlyMap<string, DomainEntry> = indexDomain()

/** Functions that follow the run instead of clock and chance; signatures as in JSONata. */
export const runFunctions: ReadonlyMap<string, NativeSignature> = new Map([
  ['now', parseSignature('<s?s?:s>')],
  ['millis', parseSignature('<:n>')],
  ['random', parseSignature('<:n>')],
  ['shuffle', parseSignature('<a:a>')],
])

/** True when `$name` is a function, so it cannot be the name of a variable from outside. */
export function isFunctionName(name: string): boolean {
  return builtIns.has(name) || domainByName.has(name) || runFunctions.has(name)
}

/** The signature of `$name`; undefined when there is no such function. */
export function signatureOf(name: string): NativeSignature | undefined {
  return builtIns.get(name)?.signature ?? domainByName.get(name)?.signature ?? runFunctions.get(name)
}

/** All names that can be called, without `$`. */
export function functionNames(): readonly string[] {
  return [...builtIns.keys(), ...domainByName.keys(), ...runFunctions.keys()]
}

function indexDomain(): ReadonlyMap<string, DomainEntry> {
  const entries = new Map<string, DomainEntry>()
  for (const definition of domainFunctions) {
    const entry = { definition, signature: parseSignature(definition.signature) }
    for (const name of [definition.name, definition.alias]) {
      if (entries.has(name) || builtIns.has(name)) throw new Error(`function name taken: ${name}`)
      entries.set(name, entry)
    }
  }
  return entries
}

/** The longest text that the picture functions look at; their patterns come from the picture and backtrack. */
const MAX_PICTURE_INPUT = 200
/** Lists beyond this go quadratic inside the library. */
const MAX_QUADRATIC = 20_000

/**
 * Refuses arguments with which one call of a library function would take seconds or gigabytes; such a call is a single step of
 * the budget, so nothing else would stop it.
 */
export function guardArguments(name: string, args: readonly unknown[]): void {
  const [first, second] = args
  switch (name) {
    case 'pad':
      if (typeof second === 'number' && Math.abs(second) > MAX_LIST) tooLarge()
      return
    case 'join':
      if (Array.isArray(first)) guardJoin(first, typeof second === 'string' ? second.length : 0)
      return
    case 'toMillis':
    case 'fromMillis':
    case 'parseInteger':
    case 'formatInteger':
    case 'formatNumber':
      for (const arg of args) if (typeof arg === 'string' && arg.length > MAX_PICTURE_INPUT) tooLarge()
      return
    case 'sort':
    case 'spread':
      if (Array.isArray(first) && first.length > MAX_QUADRATIC) tooLarge()
      return
    case 'distinct':
      // A list of objects is compared pair by pair.
      if (Array.isArray(first) && first.length > MAX_QUADRATIC / 4) tooLarge()
  }
}

function guardJoin(items: readonly unknown[], separator: number): void {
  let length = 0
  for (const item of items) {
    length += separator + (typeof item === 'string' ? item.length : 0)
    if (length > MAX_TEXT_RESULT) tooLarge()
  }
}

function tooLarge(): never {
  throw new ExpressionError('expression.too-large')
}

/**
 * Makes a definition that expressions cannot change. The library hands its definitions out as plain objects: the transform
 * `$ ~> |$sum|{"implementation": …}|` replaces `$sum` for every flow of the process. The two marks that the library itself
 * writes (`token`, `position`) stay possible.
 */
export function sealedDefinition(
  implementation: NativeFunction['implementation'],
  signature: NativeSignature | undefined,
  shape: { readonly arity: number; readonly source: string },
): NativeFunction {
  // Partial application reads parameter names from the source text, higher-order functions read the arity.
  Object.defineProperty(implementation, 'length', { value: shape.arity })
  Object.defineProperty(implementation, 'toString', { value: () => shape.source })
  const definition: NativeFunction = { _jsonata_function: true, implementation, signature }
  for (const key of Object.keys(definition))
    Object.defineProperty(definition, key, { writable: false, configurable: false })
  return definition
}
