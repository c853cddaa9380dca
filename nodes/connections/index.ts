import type { ConnectionKind } from '#shared/node/connection.ts'
import { apiKeyConnection } from './api-key.ts'
import { folderConnection } from './folder.ts'
import { ftpConnection } from './ftp.ts'
import { httpConnection } from './http.ts'
import { imapConnection } from './imap.ts'
import { ldapConnection } from './ldap.ts'
import { nationalConnection } from './national.ts'
import { paymentConnection } from './payment.ts'
import { queueConnection } from './queue.ts'
import { s3Connection } from './s3.ts'
import { sftpConnection } from './sftp.ts'
import { signingConnection } from './signing.ts'
import { smtpConnection } from './smtp.ts'
import { sqlConnection } from './sql.ts'
import { vxpConnection } from './vxp.ts'
import { websocketConnection } from './websocket.ts'
import { xroadConnection } from './xroad.ts'

/** All kinds of connection in the order that the form offers them. Pure data: the designer may import it. */
export const connectionKinds: readonly ConnectionKind[] = [
  httpConnection,
  sqlConnection,
  websocketConnection,
  ldapConnection,
  queueConnection,
  sftpConnection,
  ftpConnection,
  s3Connection,
  folderConnection,
  smtpConnection,
  imapConnection,
  nationalConnection,
  paymentConnection,
  vxpConnection,
  xroadConnection,
  signingConnection,
  apiKeyConnection,
]
