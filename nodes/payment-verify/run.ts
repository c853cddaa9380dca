import { secretOf } from '#nodes/connections/read-connection.ts'
import { hasPaymentHash } from '#nodes/payment/hash.ts'
import { namesOf, namesOfOutcome, SECRET_NAME } from '#nodes/payment/hash-order.ts'
import { outcomeOf, textOf } from '#nodes/payment/outcome.ts'
import { paymentValues } from '#nodes/payment/platform.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

type Fields = Readonly<Record<string, unknown>>

/** Lets through what the hash covers and nothing else, all of it as text, with the outcome in one word. */
export const run = defineRun(definition, ({ settings, value }) => {
  const from = settings.from === undefined ? undefined : value(settings.from, 'from')
  return async (message, context) => {
    const given = fieldsOf(from ? await from(message, context) : message.body)
    const connection = await context.connection(settings.connection)
    const { callbackOrder, maDoiTac } = paymentValues(connection)
    const right = hasPaymentHash(given, callbackOrder, secretOf(connection, 'secretKey'))
    const partner = textOf(given.MaDoiTac)
    const named = textOf(given.MaThamChieu) !== '' && textOf(given.SoTien) !== ''
    if (!right || !named || (partner !== '' && partner !== maDoiTac)) {
      context.log('warn', 'MaXacThuc', { MaThamChieu: textOf(given.MaThamChieu).slice(0, 100) })
      return emit('invalid', message)
    }
    const covered = namesOf(callbackOrder).filter((name) => name !== SECRET_NAME && Object.hasOwn(given, name))
    const fields: Fields = Object.fromEntries(covered.map((name) => [name, textOf(given[name])]))
    const told = Object.fromEntries(namesOfOutcome(callbackOrder).map((name) => [name, given[name]]))
    const body = { ...fields, MaXacThuc: textOf(given.MaXacThuc), trangThai: outcomeOf({ MaLoi: '0', ...told }) }
    return emit('out', { ...message, body })
  }
})

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
