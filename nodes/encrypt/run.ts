import { bytesFrom, bytesTo } from '#nodes/bytes/bytes.ts'
import { throughSettings } from '#nodes/bytes/result.ts'
import { ownKey, partnerKey, sharedKey } from '#nodes/signature/keys.ts'
import { type ConnectionHandle, defineRun } from '#shared/node/run.ts'
import { openAes, openRsa, sealAes, sealRsa } from './cipher.ts'
import { definition } from './definition.ts'

/** Journalled, because a fresh nonce makes every encryption another one. */
export const run = defineRun(definition, (tools) => {
  const { do: work, method, source, as, connection: id } = tools.settings
  const { read, write } = throughSettings(tools)

  const seal = (bytes: Buffer, connection: ConnectionHandle): Buffer =>
    method === 'aes-256-gcm' ? sealAes(bytes, sharedKey(connection), id) : sealRsa(bytes, partnerKey(connection), id)
  const open = (bytes: Buffer, connection: ConnectionHandle): Buffer =>
    method === 'aes-256-gcm' ? openAes(bytes, sharedKey(connection), id) : openRsa(bytes, ownKey(connection), id)

  return async (message, context) => {
    const given = await read(message, context)
    const connection = await context.connection(id)
    if (work === 'encrypt') return write(message, bytesTo(seal(bytesFrom(given, source), connection), 'base64'))
    return write(message, bytesTo(open(bytesFrom(given, 'base64'), connection), as))
  }
})
