import { codeOf, dayOf, tablesOf } from '#nodes/tables/lookup.ts'
import { withField, wrongShape } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun, type Emission, emit } from '#shared/node/run.ts'
import { type Certainty, convertCode } from '#shared/vietnam/units/convert-code.ts'
import { definition } from './definition.ts'

const PORTS: Readonly<Record<Certainty, string>> = {
  exact: 'exact',
  merged: 'exact',
  split: 'review',
  unknown: 'unknown',
}

/** The new code is written only where there is exactly one; the outcome always. */
export const run = defineRun(definition, ({ settings, value, expression }) => {
  const { table } = settings
  const from = value(settings.from, settings.to)
  const name = settings.name === undefined ? undefined : value(settings.name, settings.to)
  const date = settings.asOf === undefined ? undefined : expression(settings.asOf)
  const to = settings.to.split('.')
  const nameTo = settings.nameTo?.split('.')
  const details = settings.details.split('.')

  return async (message, context): Promise<Emission> => {
    const code = codeOf(await from(message, context))
    const named = name === undefined ? undefined : nameOf(await name(message, context))
    const asOf = date === undefined ? undefined : dayOf(await date.evaluate(context.scope))
    const row = code === '' ? undefined : tablesOf(context.scope.tables, table).lookup(table, code, asOf)
    const made = convertCode(code, row, named)
    // The table is ours, so its gap is an error and no case for a person who looks at dossiers.
    if (made === undefined)
      throw permanent('mapping.missing', { target: settings.to, source: `${table}.${code}.maMoi` })
    let body = message.body
    if (made.ma !== undefined) body = withField(body, to, made.ma)
    if (made.ten !== undefined && nameTo !== undefined) body = withField(body, nameTo, made.ten)
    return emit(PORTS[made.ketQua], { ...message, body: withField(body, details, made) })
  }
})

function nameOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  throw wrongShape('tên cũ để đối chiếu phải là chữ', 'the old name to compare must be text')
}
