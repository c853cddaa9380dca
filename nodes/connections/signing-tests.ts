import type { KeyObject } from 'node:crypto'
import { ownKey, partnerKey, sharedKey, signingKey, trustedCertificates } from '#nodes/signature/keys.ts'
import { dayOf } from '#nodes/signature/trust.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'
import { runCheck } from './checks.ts'

/** Tries whether the keys and certificates of a signing connection can be read and belong together; nobody is called. */
export async function testSigning(connection: ConnectionHandle) {
  const { values, secrets } = connection
  const signs = values.certificate !== undefined
  const others = signs || [secrets.privateKey, values.partnerKey, secrets.sharedKey].some((it) => it !== undefined)
  const checks = [
    runCheck({ vi: 'Chứng thư tin cậy đọc được', en: 'Trusted certificates can be read' }, async () => {
      if (others && values.trusted === undefined) return { vi: 'Không có', en: 'None' }
      const count = trustedCertificates(connection).length
      return { vi: `Có ${count} chứng thư`, en: `${count} certificates` }
    }),
  ]
  if (signs)
    checks.unshift(
      runCheck({ vi: 'Khoá và chứng thư khớp nhau', en: 'Key and certificate belong together' }, async () => {
        const { key, certificate } = signingKey(connection)
        if (!certificate.checkPrivateKey(key))
          throw permanent('connect.not-configured', { connection: connection.id, what: 'privateKey ≠ certificate' })
        return {
          vi: `Chứng thư hết hạn ngày ${dayOf(Date.parse(certificate.validTo))}`,
          en: `Valid to ${certificate.validTo}`,
        }
      }),
    )
  else if (secrets.privateKey !== undefined)
    checks.unshift(
      runCheck({ vi: 'Khoá bí mật đọc được', en: 'The private key can be read' }, async () =>
        kindOf(ownKey(connection)),
      ),
    )
  if (values.partnerKey !== undefined)
    checks.push(
      runCheck(
        { vi: 'Khoá công khai của đối tác đọc được', en: 'The public key of the partner can be read' },
        async () => kindOf(partnerKey(connection)),
      ),
    )
  if (secrets.sharedKey !== undefined)
    checks.push(
      runCheck({ vi: 'Khoá dùng chung đọc được', en: 'The shared key can be read' }, async () => {
        const { length } = sharedKey(connection)
        return { vi: `Dài ${length} byte`, en: `${length} bytes` }
      }),
    )
  return Promise.all(checks)
}

function kindOf(key: KeyObject): Text {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  const kind = [key.asymmetricKeyType, namedCurve ?? modulusLength].filter((it) => it !== undefined).join(' ')
  return { vi: kind, en: kind }
}
