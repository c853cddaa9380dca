import type { NativeSignature } from './natives.ts'

/** The parameters of a signature such as `<s-nn?:s>`, without the result. */
function parametersOf(signature: NativeSignature): string {
  return signature.definition.slice(1, -1).split(':')[0] ?? ''
}

/** The letters of a signature without choices, type parameters and repetition; undefined when it has such. */
export function plainTypes(signature: NativeSignature): readonly string[] | undefined {
  const parameters = parametersOf(signature)
  return /[(<+]/.test(parameters) ? undefined : [...parameters.replace(/[-?]/g, '')]
}

/** How many arguments stand before the optional ones, counting those that the current value may replace. */
export function requiredArguments(signature: NativeSignature): number {
  const letters = parametersOf(signature)
    .replace(/<[^>]*>/g, '')
    .replace(/\([^)]*\)/g, 'x')
  return [...letters.matchAll(/[a-z]-?(\?)?/g)].filter((part) => !part[1]).length
}

/** True when a call with this many arguments takes the current value for one that is left out. */
export function takesContext(signature: NativeSignature, count: number): boolean {
  return parametersOf(signature).includes('-') && count < requiredArguments(signature)
}
