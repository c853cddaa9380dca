import type { DomainPort } from '../domain/definition.ts'
import { calendarOf, type Evaluation, sizesOf, spend, todayOf } from '../evaluation.ts'
import { domainByName, guardArguments, runFunctions } from '../functions.ts'
import { atRun, callRunFunction } from '../library.ts'
import { MAX_FAST_STEPS } from '../limits.ts'
import { builtIns, type NativeSignature } from '../natives.ts'
import { plainTypes, requiredArguments } from '../signature.ts'
import { Unsupported } from './compiler.ts'
import { isList, nativeFocus } from './values.ts'

/** A function with its arguments checked: `context` is the current value, for arguments that are left out. */
type Call = (args: readonly unknown[], context: unknown, run: Evaluation) => unknown

/** The function that a name stands for, with argument checks; throws `Unsupported` for names unknown here. */
export function callOf(name: string, text: string): { call: Call; signature: NativeSignature; arity: number } {
  const domain = domainByName.get(name)
  if (domain) {
    const { definition, signature } = domain
    const check = checked(signature)
    const call: Call = (args, context, run) => {
      spend(run, 1, MAX_FAST_STEPS)
      return definition.run(check(args, context), portOf(run))
    }
    return { call, signature, arity: definition.parameters.length }
  }
  const ofRun = runFunctions.get(name)
  if (ofRun) {
    const call: Call = (args, context, run) =>
      callRunFunction(name, ofRun.validate(args, context), run, text, nativeFocus)
    return { call, signature: ofRun, arity: name === 'now' ? 2 : name === 'shuffle' ? 1 : 0 }
  }
  const native = builtIns.get(name)
  if (native?.signature === undefined || ASYNCHRONOUS.has(name)) throw new Unsupported(name)
  return {
    call: nativeCall(name, native.implementation, native.signature),
    signature: native.signature,
    arity: native.implementation.length,
  }
}

const ASYNCHRONOUS = new Set('match contains replace split map filter single reduce sift each sort'.split(' '))
const SCALAR = new Set(
  (
    'sum count max min average substring substringBefore substringAfter lowercase uppercase length trim number floor ceil round ' +
    'abs sqrt power boolean not exists type'
  ).split(' '),
)

function nativeCall(name: string, implementation: (...args: unknown[]) => unknown, signature: NativeSignature): Call {
  const check = checked(signature)
  if (SCALAR.has(name)) {
    return (args, context, run) => {
      const valid = check(args, context)
      const [list] = valid
      spend(run, isList(list) ? list.length + 1 : 1, MAX_FAST_STEPS)
      return implementation.apply(nativeFocus, valid as unknown[])
    }
  }
  return (args, context, run) => {
    const valid = check(args, context)
    guardArguments(name, valid)
    const focus = name === 'toMillis' ? atRun(nativeFocus, run) : nativeFocus
    const result = implementation.apply(focus, valid as unknown[])
    spend(run, isList(result) ? result.length + 1 : 1, MAX_FAST_STEPS)
    if (typeof result === 'object' || typeof result === 'string') sizesOf(run).check(result)
    return result
  }
}

function portOf(run: Evaluation): DomainPort {
  const { scope } = run
  return {
    tables: scope.tables,
    get today() {
      return todayOf(scope)
    },
    calendar: () => calendarOf(scope),
  }
}

/** Checks arguments by signature; when all are there and of the plain type asked for, without the library's (slow) matching. */
function checked(signature: NativeSignature): (args: readonly unknown[], context: unknown) => readonly unknown[] {
  const types = plainTypes(signature)
  const least = requiredArguments(signature)
  return (args, context) => {
    if (
      types !== undefined &&
      args.length >= least &&
      args.length <= types.length &&
      args.every((arg, i) => fits(arg, types[i]))
    )
      return args
    return signature.validate(args, context)
  }
}

function fits(value: unknown, type: string | undefined): boolean {
  if (type === 'x' || value === undefined) return true
  switch (typeof value) {
    case 'string':
      return type === 's'
    case 'number':
      return type === 'n'
    case 'boolean':
      return type === 'b'
    default:
      return type === 'a' && isList(value)
  }
}
