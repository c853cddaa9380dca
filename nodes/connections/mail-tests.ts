import { openImap } from '#nodes/mail/imap.ts'
import { openSmtp } from '#nodes/mail/smtp.ts'
import type { ConnectionTestContext } from '#shared/node/connection.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { imapConnection } from './imap.ts'
import { climb } from './ladder.ts'
import { valuesOf } from './read-connection.ts'
import { smtpConnection } from './smtp.ts'

const TIMEOUT_MS = 20_000
const SAFE = {
  name: { vi: 'Mã hoá đường truyền (TLS)', en: 'Encryption (TLS)' },
  codes: ['connect.certificate', 'mail.no-tls', 'connect.unreachable', 'connect.cut', 'connect.timeout'],
  good: { vi: 'Chứng thư hợp lệ', en: 'The certificate is valid' },
}

/** Tries a server for sending up to a question that changes nothing; no letter is sent. */
export function testSmtp(connection: ConnectionHandle, { signal }: ConnectionTestContext) {
  const { security } = valuesOf(smtpConnection, connection)
  return climb({
    ...(security === 'none' ? {} : { safe: SAFE }),
    open: () => openSmtp(connection, { signal, timeoutMs: TIMEOUT_MS }),
    sample: async (session) => {
      await session.ask()
      return { vi: 'Sẵn sàng nhận thư để gửi', en: 'Ready to take letters' }
    },
    close: async (session) => session.close(),
  })
}

/** Tries a mailbox up to how many letters the inbox has; none is marked. */
export function testImap(connection: ConnectionHandle, { signal }: ConnectionTestContext) {
  const { security } = valuesOf(imapConnection, connection)
  return climb({
    ...(security === 'none' ? {} : { safe: SAFE }),
    open: () => openImap(connection, signal),
    sample: async (mailbox) => {
      const { exists } = await mailbox.look('INBOX')
      return { vi: `Hộp thư đến có ${exists} thư`, en: `The inbox has ${exists} letters` }
    },
    close: (mailbox) => mailbox.close(),
  })
}
