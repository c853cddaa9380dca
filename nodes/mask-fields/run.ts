import { createHmac } from 'node:crypto'
import { sharedKey } from '#nodes/signature/keys.ts'
import { type Fields, fieldChanged } from '#nodes/writing/field-changed.ts'
import { wrongShape } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { maskCode } from '#shared/vietnam/identifiers/mask.ts'
import { definition } from './definition.ts'

/** A shorter key could be found by trying. */
const LEAST_KEY_BYTES = 16

/** What was listed never leaves in full: a value that cannot be masked stops the message. */
export const run = defineRun(definition, ({ settings }) => {
  const { keyed, connection } = settings
  const rows = settings.fields.map((row) => ({ ...row, path: row.path.split('.') }))

  return async (message, context) => {
    let key: Buffer | undefined
    if (keyed && connection !== undefined) {
      key = sharedKey(await context.connection(connection))
      if (key.length < LEAST_KEY_BYTES)
        throw permanent('encrypt.wrong-key', {
          connection,
          reason: { vi: `ngắn hơn ${LEAST_KEY_BYTES} byte`, en: `it is shorter than ${LEAST_KEY_BYTES} bytes` },
        })
    }
    const body = rows.reduce<unknown>((before, { path, how, keep }) => {
      const hide = (text: string): string =>
        how === 'hash' && key ? createHmac('sha256', key).update(text).digest('hex') : maskCode(text, keep)
      return fieldChanged(before, path, (around, name) =>
        how === 'drop' ? dropped(around, name) : { ...around, [name]: masked(around[name], hide, path.join('.')) },
      )
    }, message.body)
    return emit('out', { ...message, body })
  }
})

function dropped(around: Fields, name: string): Fields {
  const { [name]: _gone, ...rest } = around
  return rest
}

function masked(value: unknown, hide: (text: string) => string, place: string): unknown {
  if (value === null || value === undefined || value === '') return value
  if (Array.isArray(value)) return value.map((item: unknown) => masked(item, hide, place))
  if (typeof value === 'string') return hide(value.normalize('NFC'))
  if (typeof value === 'number') return hide(String(value))
  const { vi, en } = shapeOf(value)
  throw wrongShape(
    `trường "${place}" là ${vi} nên không che được; hãy chọn các trường bên trong hoặc bỏ hẳn`,
    `the field "${place}" is ${en} and cannot be masked; choose the fields inside it, or drop it`,
  )
}
