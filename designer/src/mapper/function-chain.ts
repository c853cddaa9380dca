import type { Dynamic } from '#shared/node/dynamic.ts'
import { isFieldPath } from '../formula/value-modes.ts'

/** One function on a line: the value that comes goes into its first argument. */
export interface ChainCall {
  /** Without `$`. */
  readonly name: string
  /** The other arguments, as formulas. */
  readonly args: readonly string[]
  /** What is taken out of the answer: `.name` of a code-table entry; '' for all of it. */
  readonly take: string
}

/** A formula that sends one value through functions, such as `$uppercase($chuanHoa(HoTen))`. */
export interface FunctionChain {
  /** The formula that is sent through, most often a field. */
  readonly source: string
  /** The innermost first: in the order in which they are done. */
  readonly calls: readonly ChainCall[]
}

const MOST_CALLS = 20
const TAKE = /\)((?:\.(?:`[^`]+`|[\p{L}_][\p{L}\p{N}_]*))+)$/u
const CALL = /^\$([\p{L}_][\p{L}\p{N}_]*)\(/u
/** Functions that run a formula over items or take no value: they are no steps of a line. */
const NO_STEPS: ReadonlySet<string> = new Set([
  'map',
  'filter',
  'reduce',
  'sift',
  'each',
  'sort',
  'single',
  'now',
  'millis',
])

/** A value as functions on a line; undefined for a constant and for a formula of another form, which stays a formula. */
export function chainOf(value: Dynamic | undefined): FunctionChain | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if ('field' in value) return { source: value.field, calls: [] }
  return read(value.expr.trim())
}

/** The value that a chain stands for. A field without functions stays a field. */
export function valueOfChain({ source, calls }: FunctionChain): Dynamic {
  if (calls.length === 0 && isFieldPath(source)) return { field: source }
  const expr = calls.reduce(
    (inner, { name, args, take }) => `$${name}(${args.toSpliced(valueAt(name), 0, inner).join(', ')})${take}`,
    source,
  )
  return { expr }
}

/** The chain with its call at a place moved one step; the same at the ends. */
export function moveCall(chain: FunctionChain, at: number, by: 1 | -1): FunctionChain {
  const calls = [...chain.calls]
  const [call] = calls.splice(at, 1)
  if (!call || at + by < 0 || at + by > calls.length) return chain
  calls.splice(at + by, 0, call)
  return { ...chain, calls }
}

/** Which argument the value goes into: the name of a code table stands before its code. */
function valueAt(name: string): number {
  return name === 'danhMuc' || name === 'lookupCode' ? 1 : 0
}

function read(text: string): FunctionChain | undefined {
  const calls: ChainCall[] = []
  let left = text
  while (!isFieldPath(left) && calls.length <= MOST_CALLS) {
    const call = callIn(left)
    // What is no call of a known form is the formula that is sent through.
    if (!call) break
    calls.push(call.call)
    left = call.inner
  }
  const plain = isFieldPath(left)
  return (calls.length === 0 && !plain) || calls.length > MOST_CALLS
    ? undefined
    : { source: left, calls: calls.reverse() }
}

function callIn(text: string): { readonly call: ChainCall; readonly inner: string } | undefined {
  const take = TAKE.exec(text)?.[1] ?? ''
  const whole = take === '' ? text : text.slice(0, -take.length)
  const head = CALL.exec(whole)
  const name = head?.[1]
  const args = head ? argumentsOf(whole, head[0].length) : undefined
  if (name === undefined || !args || NO_STEPS.has(name)) return undefined
  const inner = args[valueAt(name)]
  return inner === undefined || inner === ''
    ? undefined
    : { call: { name, args: args.toSpliced(valueAt(name), 1), take }, inner }
}

/** The arguments of the call that begins a text and ends with it; undefined when it ends elsewhere. */
function argumentsOf(text: string, from: number): readonly string[] | undefined {
  const args: string[] = []
  let depth = 0
  let start = from
  for (let at = from; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (sign === '"' || sign === "'" || sign === '`') {
      at = endOfQuote(text, at)
      if (at < 0) return undefined
    } else if ('([{'.includes(sign)) depth++
    else if (depth === 0 && sign === ',') {
      args.push(text.slice(start, at).trim())
      start = at + 1
    } else if (')]}'.includes(sign) && depth-- === 0)
      return at === text.length - 1 ? [...args, text.slice(start, at).trim()] : undefined
  }
  return undefined
}

function endOfQuote(text: string, from: number): number {
  const sign = text[from]
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\' && sign !== '`') at++
    else if (text[at] === sign) return at
  }
  return -1
}
