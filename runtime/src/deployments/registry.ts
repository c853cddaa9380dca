import type { ConnectionKind } from '#shared/node/connection.ts'
import type { NodeDefinition } from '#shared/node/define.ts'
import type { Text } from '#shared/text/text.ts'

/** What is installed: node types, kinds of connection, functions of expressions. */
export interface Registry {
  readonly definitions: ReadonlyMap<string, NodeDefinition>
  readonly connectionKinds: ReadonlyMap<string, ConnectionKind>
  /** Functions for formulas with help and example, as the designer's completion shows them. */
  readonly functions: readonly unknown[]
  /** Where each node's README and icon are: `<folder>/<type>/`. */
  readonly nodesFolder: string
  /** Where the flows in the box are, which the template gallery offers. */
  readonly flowsFolder: string
  /** Syntax check of an expression; undefined when it is right. */
  readonly checkExpression?: (text: string) => { readonly position: number; readonly message: Text } | undefined
}
