import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { shownFinding, type Verdict } from './finding.ts'

/** What to do with one value; the library behind it is loaded for the first message of a flow that has the node. */
type Check = (value: unknown) => Verdict | undefined

/** The schema is compiled once a deployment; from the second message on, checking is synchronous as far as formulas are. */
export const run = defineRun(definition, ({ settings, value }) => {
  const from = settings.from === undefined ? undefined : value(settings.from)
  let loading: Promise<Check> | undefined
  let ready: Check | undefined
  const load = (): Promise<Check> => {
    loading ??= checkFor(settings).then((check) => {
      ready = check
      return check
    })
    return loading
  }

  const judged = (check: Check, found: unknown, message: Message): Emission => {
    const verdict = check(found)
    if (!verdict) return emit('valid', message)
    const { count, findings } = verdict
    return emit('invalid', {
      ...message,
      body: { soLoi: count, loi: findings.map(shownFinding), noiDung: message.body },
    })
  }

  return (message, context) => {
    const found = from === undefined ? message.body : from(message, context)
    if (ready && !(found instanceof Promise)) return judged(ready, found, message)
    return Promise.all([load(), found]).then(([check, late]) => judged(check, late, message))
  }
})

async function checkFor(settings: {
  readonly kind: 'json-schema' | 'xsd'
  readonly schema?: string | undefined
  readonly xsd?: string | undefined
  readonly parts: readonly { readonly name: string; readonly text: string }[]
  readonly most: number
  readonly maxMb: number
}): Promise<Check> {
  const { most, maxMb } = settings
  if (settings.kind === 'json-schema') {
    const { compileJsonSchema } = await import('./json-schema.ts')
    return compileJsonSchema(settings.schema ?? '', most)
  }
  const { compileXsd } = await import('./xsd.ts')
  const check = await compileXsd(settings.xsd ?? '', settings.parts, {
    most,
    maxBytes: Math.round(maxMb * 1024 * 1024),
  })
  return (value) => {
    if (typeof value === 'string') return check(value)
    const { vi, en } = shapeOf(value)
    const reason = { vi: `cần văn bản XML nhưng nhận được ${vi}`, en: `needs XML text but got ${en}` }
    throw permanent('message.wrong-shape', { reason })
  }
}
