import type { JsonSchema, NodeDefinition } from '#shared/node/define.ts'
import type { Text } from '#shared/text/text.ts'

/** The ports of a node that calls one operation of many: the reply, of the shape that the operation has, or nothing of that name. */
export function operationPorts(
  operations: readonly { readonly name: string; readonly output?: JsonSchema }[],
  notFound: Text,
): NodeDefinition['out'] {
  const shapes = operations.flatMap(({ name, output }) => (output ? [[name, output] as const] : []))
  return [
    {
      name: 'out',
      title: { vi: 'Kết quả', en: 'Result' },
      schemaBy: { setting: 'operation', when: Object.fromEntries(shapes) },
    },
    { name: 'not-found', title: notFound },
  ]
}
