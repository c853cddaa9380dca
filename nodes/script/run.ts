import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

const PARTS: ReadonlySet<string> = new Set(['body', 'headers', 'keys'])

/** Pure in the eyes of the engine: time and random numbers inside come from the run, so a replay gives the same. */
export const run = defineRun(definition, ({ settings: { code, ms, mb } }) => async (message, context) => {
  const { body, headers, keys } = message
  return emit('out', messageOf(await context.script(code, { body, headers, keys }, { ms, mb }), message))
})

/** An object that has `body` and nothing but parts of a message is a message; anything else is the new body. */
function messageOf(result: unknown, message: Message): Message {
  if (result === null || result === undefined)
    throw wrong('đoạn mã không trả về gì (thiếu return?)', 'the script returned nothing (is a return missing?)')
  if (!isObject(result) || !Object.hasOwn(result, 'body') || !Object.keys(result).every((key) => PARTS.has(key)))
    return { ...message, body: result }
  return {
    body: result.body,
    headers: texts(result.headers, message.headers, 'headers', true),
    keys: texts(result.keys, message.keys, 'keys', false),
  }
}

function texts(
  given: unknown,
  before: Readonly<Record<string, string>>,
  part: string,
  lowerCase: boolean,
): Readonly<Record<string, string>> {
  if (given === undefined) return before
  if (!isObject(given)) throw wrong(`${part} phải là một đối tượng`, `${part} must be an object`)
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        return [lowerCase ? name.toLowerCase() : name, String(value)]
      throw wrong(`${part}.${name.slice(0, 80)} phải là chữ`, `${part}.${name.slice(0, 80)} must be text`)
    }),
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrong(vi: string, en: string): Error {
  return permanent('message.wrong-shape', { reason: { vi, en } })
}
