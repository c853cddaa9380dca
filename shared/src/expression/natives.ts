import jsonata from 'jsonata'

/** What a function of the library gets as `this`. */
export interface NativeFocus {
  readonly environment?: { lookup(name: string): unknown; readonly timestamp?: Date } | undefined
  readonly input?: unknown
  readonly options?: { readonly sequence: number } | undefined
  createSequence(...items: readonly unknown[]): unknown[]
}

/** A function as JSONata holds it. */
export interface NativeFunction {
  readonly _jsonata_function: true
  readonly implementation: (this: NativeFocus, ...args: unknown[]) => unknown
  readonly signature?: NativeSignature | undefined
}

/** A parsed signature such as `<s-nn?:s>`; `validate` throws T0410, T0411 or T0412. */
export interface NativeSignature {
  readonly definition: string
  validate(args: readonly unknown[], context: unknown): unknown[]
}

const builtInNames = (
  'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match contains ' +
  'replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power boolean not map ' +
  'zip filter single reduce sift keys lookup append exists spread merge reverse each error assert type sort distinct base64encode ' +
  'base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis clone'
).split(' ')

/** The functions of JSONata by name, without those that read the clock, chance or text as code (see `seeded.ts`). */
export const builtIns: ReadonlyMap<string, NativeFunction> = captureBuiltIns()

/** Parses a signature with the library's own parser. */
export function parseSignature(definition: string): NativeSignature {
  const found = capture([['probe', () => undefined, definition]], ['probe']).get('probe')?.signature
  if (found === undefined) throw new Error(`no signature: ${definition}`)
  return found
}

function captureBuiltIns(): ReadonlyMap<string, NativeFunction> {
  const found = capture([], builtInNames)
  for (const [name, { signature }] of found) if (signature === undefined) throw new Error(`no signature: ${name}`)
  return found
}

/**
 * Reads definitions out of the library through its frame hook, which runs synchronously when an evaluation opens its first frame.
 * Using the very functions of the library is what makes the fast path agree with it.
 */
function capture(
  extra: readonly (readonly [name: string, implementation: () => unknown, signature: string])[],
  names: readonly string[],
): Map<string, NativeFunction> {
  const found = new Map<string, NativeFunction>()
  const probe = jsonata('1')
  for (const [name, implementation, signature] of extra) probe.registerFunction(name, implementation, signature)
  assignHook(probe, 'jsonata.__createFrame_push', (frame: { lookup(name: string): unknown }) => {
    for (const name of names) {
      const definition = frame.lookup(name)
      if (isNativeFunction(definition)) found.set(name, definition)
    }
  })
  void probe.evaluate(null)
  return found
}

/** Binds one of the library's hooks; its typings allow text names only. */
export function assignHook(expression: jsonata.Expression, name: string, hook: unknown): void {
  const assign = expression.assign as (name: string | symbol, value: unknown) => void
  assign(Symbol.for(name), hook)
}

/** True for a function of the library or one that we registered. */
export function isNativeFunction(value: unknown): value is NativeFunction {
  return (
    typeof value === 'object' &&
    value !== null &&
    '_jsonata_function' in value &&
    value._jsonata_function === true &&
    'implementation' in value &&
    typeof value.implementation === 'function'
  )
}
