import { withField, wrongShape } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import { inTurn, settled } from '#shared/mapping/in-turn.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { has, keptTree, moved, onlyKept, renamed, without } from './edits.ts'

/** Values and conditions see the body as it arrived; the changes themselves follow one another. Stays synchronous while formulas are. */
export const run = defineRun(definition, ({ settings, mapping }) => {
  const { missing, keep } = settings
  const skip = missing === 'skip'
  const rows = settings.edits.map((row) => {
    const path = row.path.split('.')
    const to = row.do === 'rename' ? [...path.slice(0, -1), row.name ?? ''] : (row.to ?? row.path).split('.')
    // One row of a mapping says by itself what to do without a value or without its condition.
    const value = row.do === 'set' ? (row.value ?? null) : true
    const when = row.when === undefined ? {} : { when: row.when }
    const compute = mapping([{ target: row.path, value, missing: skip ? 'omit' : 'error', ...when }])
    return { ...row, path, to, compute }
  })
  const written = rows.flatMap((row) => (row.do === 'remove' ? [] : [row.to]))
  const kept = keep === 'only' ? keptTree([...settings.only.map((it) => it.path.split('.')), ...written]) : true

  const applied = (body: unknown, row: (typeof rows)[number], made: unknown): unknown => {
    const name = row.path.join('.')
    // Left out: the condition does not hold, or there is no value and the row is to be skipped.
    if (typeof made !== 'object' || made === null || !Object.hasOwn(made, name)) return body
    if (row.do === 'set') return withField(body, row.path, Reflect.get(made, name))
    if (row.do === 'remove') return without(body, row.path)
    if (!has(body, row.path)) {
      if (skip) return body
      throw permanent('mapping.missing', { target: row.to.join('.'), source: name })
    }
    return row.do === 'rename' ? renamed(body, row.path, row.to.at(-1) ?? '') : moved(body, row.path, row.to)
  }

  return (message, context): Emission | Promise<Emission> => {
    let { body } = message
    const done = inTurn(rows.length, (i) => {
      const row = rows[i]
      if (!row) return
      return settled(row.compute(message, context), (made) => {
        body = applied(body, row, made)
      })
    })
    const finished = (): Emission => emit('out', { ...message, body: kept === true ? body : pruned(body) })
    return done === undefined ? finished() : done.then(finished)
  }

  function pruned(body: Message['body']): unknown {
    if (typeof body === 'object' && body !== null) return onlyKept(body, kept)
    const { vi, en } = shapeOf(body)
    throw wrongShape(
      `chỉ giữ trường được khi nội dung là đối tượng, nhưng nhận được ${vi}`,
      `needs an object but got ${en}`,
    )
  }
})
