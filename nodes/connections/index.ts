import type { ConnectionKind } from '#shared/node/connection.ts'
import { apiKeyConnection } from './api-key.ts'
import { folderConnection } from './folder.ts'
import { ftpConnection } from './ftp.ts'
import { httpConnection } from './http.ts'
import { nationalConnection } from './national.ts'
import { queueConnection } from './queue.ts'
import { sftpConnection } from './sftp.ts'
import { signingConnection } from './signing.ts'
import { sqlConnection } from './sql.ts'
import { vxpConnection } from './vxp.ts'

/** All kinds of connection in the order that the form offers them. Pure data: the designer may import it. */
export const connectionKinds: readonly ConnectionKind[] = [
  httpConnection,
  sqlConnection,
  queueConnection,
  sftpConnection,
  ftpConnection,
  folderConnection,
  nationalConnection,
  vxpConnection,
  signingConnection,
  apiKeyConnection,
]
