import { textToSign } from '#nodes/signature/input.ts'
import { signingKey } from '#nodes/signature/keys.ts'
import { signXml } from '#nodes/signature/sign.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** The signed text replaces the body; `content-type` becomes XML. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { method, place = '', form, city, role } = settings
  const xades = form === 'xades-b-b' ? { city, role } : undefined
  const from = settings.from === undefined ? undefined : value(settings.from, 'XML')
  return async (message, context) => {
    const text = textToSign(from === undefined ? message.body : await from(message, context))
    const { key, certificate } = signingKey(await context.connection(settings.connection))
    const at = context.now()
    const body = signXml(text, { key, certificate, method, place, at, ...(xades && { xades }) })
    const headers = { ...message.headers, 'content-type': 'application/xml; charset=utf-8' }
    return emit('out', { ...message, body, headers })
  }
})
