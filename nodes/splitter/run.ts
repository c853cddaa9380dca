import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The parts carry `split-index` (from 0) and `split-count` in their headers. An empty list leaves as the whole message through `empty`. */
export const run = defineRun(definition, ({ settings, expression }) => {
  const { over, size, inOrder, single } = settings
  const list = over === undefined ? undefined : expression(over)

  const split = (source: unknown, message: Message): Emission => {
    const items = listOf(source, single)
    if (items.length === 0) return emit('empty', message)
    const bodies = size === 1 ? items : batches(items, size)
    const count = String(bodies.length)
    const messages = bodies.map((body, i) => ({
      ...message,
      body,
      headers: { ...message.headers, 'split-index': String(i), 'split-count': count },
    }))
    return { kind: 'each', port: 'out', messages, inOrder }
  }

  return (message, context) => {
    const source = list === undefined ? message.body : list.evaluate(context.scope)
    return source instanceof Promise ? source.then((late: unknown) => split(late, message)) : split(source, message)
  }
})

function listOf(source: unknown, single: boolean): readonly unknown[] {
  if (Array.isArray(source)) return source
  if (single) return source === undefined || source === null ? [] : [source]
  const { vi, en } = shapeOf(source)
  const reason = {
    vi: `cần một danh sách nhưng nhận được ${vi}; nếu có lúc chỉ có một phần tử, bật "Chấp nhận khi không phải danh sách"`,
    en: `needs a list but got ${en}; if there may be just one item, switch on "Accept what is no list"`,
  }
  throw permanent('message.wrong-shape', { reason })
}

function batches(items: readonly unknown[], size: number): readonly (readonly unknown[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
}
