import { textToSign } from '#nodes/signature/input.ts'
import { trustedCertificates } from '#nodes/signature/keys.ts'
import { nameOf } from '#nodes/signature/pem.ts'
import { verifyXml } from '#nodes/signature/verify.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** What is signed, in canonical form and without the signature, replaces the body; headers say who signed. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { allowSha1, element, xadesOnly } = settings
  const from = settings.from === undefined ? undefined : value(settings.from, 'XML')
  return async (message, context) => {
    const text = textToSign(from === undefined ? message.body : await from(message, context))
    const trusted = trustedCertificates(await context.connection(settings.connection))
    const { xml, signer, form, claimedTime } = verifyXml(text, {
      trusted,
      at: context.now(),
      sha1: allowSha1,
      xadesOnly,
      ...(element === undefined ? {} : { element }),
    })
    const headers = {
      ...message.headers,
      'content-type': 'application/xml; charset=utf-8',
      'signature-subject': nameOf(signer.subject),
      'signature-issuer': nameOf(signer.issuer),
      'signature-serial': signer.serialNumber,
      'signature-form': form,
      ...(claimedTime === undefined ? {} : { 'signature-claimed-time': claimedTime }),
    }
    return emit('out', { ...message, body: xml, headers })
  }
})
