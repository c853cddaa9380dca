import type { AstNode } from '../ast.ts'
import type { Evaluation } from '../evaluation.ts'

/** A node compiled to a closure: the value for a context value. */
export type Evaluate = (input: unknown, run: Evaluation) => unknown

/** Variables of the expression (`$name := …`, lambda parameters) by name, each with its slot. */
export type Names = ReadonlyMap<string, number>

/** Where a node stands, as far as its compilation depends on it. */
export interface Place {
  readonly names: Names
  /** The value goes into the result unchanged, so marks on lists and infinite numbers are cleared right here. */
  readonly tail: boolean
  /** A tail call of a lambda, where the library does not fall back on the current value for a missing argument. */
  readonly thunk: boolean
}

/** Shared by the compilation of one expression. */
export interface Compiler {
  readonly text: string
  compile(node: AstNode, place: Place): Evaluate
  /** A new slot for a variable. */
  slot(): number
  /** The result may hold marks, shared parts or infinite numbers inside, so it is copied and checked at the end. */
  needsFinish(): void
}

/** Thrown while compiling, for what only the library does; never leaves the fast path. */
export class Unsupported extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'Unsupported'
  }
}

/** The place of an operand: its value is used by the expression and does not go out as it is. */
export function inner(place: Place): Place {
  return place.tail || place.thunk ? { names: place.names, tail: false, thunk: false } : place
}
