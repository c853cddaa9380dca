import { createSecretKey, type KeyObject } from 'node:crypto'
import { bytesFrom, bytesTo } from '#nodes/bytes/bytes.ts'
import { throughSettings } from '#nodes/bytes/result.ts'
import { ownKey, partnerKey, sharedKey } from '#nodes/signature/keys.ts'
import { wrongShape } from '#nodes/writing/with-field.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import { durationMs } from '#shared/node/fields.ts'
import { type ConnectionHandle, defineRun } from '#shared/node/run.ts'
import { signingAlgorithm, wrappingAlgorithm } from './algorithm.ts'
import { checkClaims, withLifetime } from './claims.ts'
import { definition } from './definition.ts'

/** Journalled, because most signatures and every encryption differ from one time to the next. */
export const run = defineRun(definition, (tools) => {
  const { do: work, key: kind, rsa, connection: id, issuer, audience } = tools.settings
  const lifetime = tools.settings.lifetime === undefined ? undefined : durationMs(tools.settings.lifetime)
  const { read, write } = throughSettings(tools)
  // What we sign or decrypt takes our key; what we check or encrypt takes that of the partner.
  const keyOf = (connection: ConnectionHandle): KeyObject => {
    if (kind === 'shared') return createSecretKey(sharedKey(connection))
    return work === 'sign' || work === 'decrypt' ? ownKey(connection) : partnerKey(connection)
  }

  return async (message, context) => {
    const given = await read(message, context)
    const key = keyOf(await context.connection(id))
    const tokens = await import('./tokens.ts')
    switch (work) {
      case 'sign': {
        const payload = lifetime === undefined ? given : withLifetime(given, context.now(), lifetime)
        return write(message, await tokens.signToken(bytesFrom(payload, 'text'), key, signingAlgorithm(key, rsa, id)))
      }
      case 'encrypt':
        return write(message, await tokens.encryptToken(bytesFrom(given, 'text'), key, wrappingAlgorithm(key, id)))
      case 'verify': {
        const bytes = await tokens.verifyToken(tokenOf(given), key, signingAlgorithm(key, rsa, id))
        const payload = contentOf(bytes)
        checkClaims(payload, { now: context.now(), issuer, audience })
        return write(message, payload)
      }
      case 'decrypt':
        return write(message, contentOf(await tokens.decryptToken(tokenOf(given), key, wrappingAlgorithm(key, id))))
    }
  }
})

function tokenOf(value: unknown): string {
  if (typeof value === 'string') return value.trim().replace(/^Bearer\s+/i, '')
  const { vi, en } = shapeOf(value)
  throw wrongShape(`cần một thẻ dạng chữ nhưng nhận được ${vi}`, `needs a token as text but got ${en}`)
}

/** An object or a list when the content is JSON of one; otherwise its text. */
function contentOf(bytes: Uint8Array): unknown {
  const text = bytesTo(bytes, 'text')
  return /^\s*[{[]/.test(text) ? parseJson(text) : text
}
