import { field } from '#shared/node/fields.ts'
import type { Text } from '#shared/text/text.ts'

/** The settings that say what becomes of the gathered bodies; each sentence names the messages and their order as the node knows them. */
export function combineFields(says: {
  readonly title: Text
  readonly help: Text
  /** The choice of the plain list. */
  readonly list: Text
  /** Of the expression over `$parts`. */
  readonly expression: Text
}) {
  return {
    combine: field
      .choice(
        [
          { value: 'bodies', title: says.list },
          { value: 'expression', title: { vi: 'Theo công thức', en: 'By an expression' } },
        ],
        { title: says.title, help: says.help },
      )
      .default('bodies'),
    expression: field
      .expression({
        over: 'parts',
        title: { vi: 'Công thức', en: 'Expression' },
        help: says.expression,
        placeholder: '{ "tong": $count($parts) }',
        showIf: { setting: 'combine', is: ['expression'] },
      })
      .default('$parts'),
  }
}
