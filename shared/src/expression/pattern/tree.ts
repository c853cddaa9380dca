/** A test of one UTF-16 unit. */
export type UnitTest = (unit: number) => boolean

/** The tree of a pattern. `repeat.max` is Infinity when open; groups count from 1. */
export type PatternNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'unit'; readonly test: UnitTest }
  | { readonly kind: 'assert'; readonly what: 'start' | 'end' | 'word' | 'not-word' }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: PatternNode }
  | {
      readonly kind: 'repeat'
      readonly body: PatternNode
      readonly min: number
      readonly max: number
      readonly lazy: boolean
      /** Groups inside, which JavaScript clears at the start of each round. */
      readonly firstGroup: number
      readonly lastGroup: number
    }

/** True when the node can match without consuming a unit. */
export function canBeEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case 'empty':
    case 'assert':
      return true
    case 'unit':
      return false
    case 'sequence':
      return node.parts.every(canBeEmpty)
    case 'choice':
      return node.branches.some(canBeEmpty)
    case 'group':
      return canBeEmpty(node.body)
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.body)
  }
}
