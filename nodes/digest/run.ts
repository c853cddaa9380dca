import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { bytesFrom } from '#nodes/bytes/bytes.ts'
import { throughSettings } from '#nodes/bytes/result.ts'
import { sharedKey } from '#nodes/signature/keys.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** FIPS 180-4 and RFC 2104. With something to compare, a match passes the message on as it came; without, the hash is written. */
export const run = defineRun(definition, (tools) => {
  const { source, method, keyed, connection, form } = tools.settings
  const { read, write } = throughSettings(tools)
  const expected = tools.settings.expected === undefined ? undefined : tools.value(tools.settings.expected)
  return async (message, context) => {
    const bytes = bytesFrom(await read(message, context), source)
    const maker =
      keyed && connection !== undefined
        ? createHmac(method, sharedKey(await context.connection(connection)))
        : createHash(method)
    const digest = maker.update(bytes).digest()
    if (expected === undefined) return write(message, digest.toString(form))
    if (!isSame(digest, await expected(message, context), form)) throw permanent('digest.mismatch')
    return emit('out', message)
  }
})

/** Takes as long for a wrong hash as for the right one. A prefix such as `sha256=` is left out, and hexadecimal may be in capitals. */
function isSame(digest: Buffer, given: unknown, form: 'hex' | 'base64' | 'base64url'): boolean {
  if (typeof given !== 'string') return false
  const bare = given.trim().replace(/^(?:sha(?:1|256|512)|md5)=/i, '')
  const bytes = Buffer.from(form === 'hex' ? bare.toLowerCase() : bare.replace(/=+$/, ''))
  const own = Buffer.from(digest.toString(form).replace(/=+$/, ''))
  return bytes.length === own.length && timingSafeEqual(bytes, own)
}
