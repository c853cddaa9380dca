import { bytesFrom, bytesTo } from '#nodes/bytes/bytes.ts'
import { throughSettings } from '#nodes/bytes/result.ts'
import { defineRun } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Pure; what is decoded must be UTF-8, because a message holds text only. */
export const run = defineRun(definition, (tools) => {
  const { do: work, source, alphabet } = tools.settings
  const { read, write } = throughSettings(tools)
  return async (message, context) => {
    const given = await read(message, context)
    if (work === 'decode') return write(message, bytesTo(bytesFrom(given, 'base64'), 'text'))
    const bytes = bytesFrom(given, source)
    const text = bytes.toString(alphabet === 'url' ? 'base64url' : 'base64')
    return write(message, alphabet === 'mime' ? (text.match(/.{1,76}/g) ?? []).join('\r\n') : text)
  }
})
