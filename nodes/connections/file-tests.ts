import { openStore } from '#nodes/files/open.ts'
import type { FileStore } from '#nodes/files/store.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionTestContext } from '#shared/node/connection.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'
import { runCheck } from './checks.ts'
import { folderConnection } from './folder.ts'
import { ftpConnection } from './ftp.ts'
import { climb, type Ladder } from './ladder.ts'
import { valuesOf } from './read-connection.ts'
import { s3Connection } from './s3.ts'

const TLS_RUNG = {
  safe: {
    name: { vi: 'Mã hoá đường truyền (TLS)', en: 'Encryption (TLS)' },
    codes: ['connect.certificate', 'connect.cut', 'connect.timeout'],
    good: { vi: 'Chứng thư hợp lệ', en: 'The certificate is valid' },
  },
}

/** Tries an SFTP server up to a listing of its root; the key of the server is shown until it has been accepted. */
export function testSftp(connection: ConnectionHandle, context: ConnectionTestContext) {
  const safe = {
    name: { vi: 'Khoá của máy chủ', en: 'Key of the server' },
    codes: ['file.no-host-key', 'file.host-key-changed', 'connect.cut', 'connect.timeout'],
    good: { vi: 'Đúng khoá đã xác nhận', en: 'It is the accepted key' },
  }
  return climb({ ...files(connection, context), safe })
}

/** Tries an FTP server up to a listing of its root. */
export function testFtp(connection: ConnectionHandle, context: ConnectionTestContext) {
  const { security } = valuesOf(ftpConnection, connection)
  return climb({ ...files(connection, context), ...(security === 'none' ? {} : TLS_RUNG) })
}

/** Tries object storage up to a listing of its bucket; a refused key is told apart from a bucket that is missing or closed to it. */
export function testS3(connection: ConnectionHandle, context: ConnectionTestContext) {
  const { endpoint } = valuesOf(s3Connection, connection)
  const { safe } = TLS_RUNG
  return climb({
    ...(endpoint.startsWith('https:') ? { safe: { ...safe, codes: [...safe.codes, 'connect.unreachable'] } } : {}),
    async open() {
      const store = await openStore(connection, context.signal)
      const counted = await settled(countFiles(store))
      if ('fault' in counted && !/^file\.(no-bucket|denied)$/.test(toErrorData(counted.fault).code)) {
        await store.close()
        throw counted.fault
      }
      return { store, counted }
    },
    async sample({ counted }) {
      if ('fault' in counted) throw counted.fault
      return counted.value
    },
    close: ({ store }) => store.close(),
  })
}

type Settled<T> = { readonly value: T } | { readonly fault: unknown }

const settled = <T>(work: Promise<T>): Promise<Settled<T>> =>
  work.then(
    (value) => ({ value }),
    (fault: unknown) => ({ fault }),
  )

/** Tries a folder of this server: granted, and readable. */
export async function testFolder(connection: ConnectionHandle, context: ConnectionTestContext) {
  const granted = await runCheck({ vi: 'Thư mục được cấp', en: 'The folder is granted' }, async () => {
    const folder = await connection.reach.folder(valuesOf(folderConnection, connection).folder)
    return { vi: folder, en: folder }
  })
  if (!granted.ok) return [granted]
  const read = await runCheck({ vi: 'Đọc thử', en: 'Sample reading' }, async () =>
    countFiles(await openStore(connection, context.signal)),
  )
  return [granted, read]
}

function files(
  connection: ConnectionHandle,
  context: ConnectionTestContext,
): Pick<Ladder<FileStore>, 'open' | 'sample' | 'close'> {
  return {
    open: () => openStore(connection, context.signal),
    sample: countFiles,
    close: (store) => store.close(),
  }
}

async function countFiles(store: FileStore): Promise<Text> {
  const entries = await store.list('')
  const count = entries.filter((it) => it.kind === 'file').length
  const folders = entries.filter((it) => it.kind === 'folder').length
  return { vi: `Đọc được ${count} tệp, ${folders} thư mục`, en: `Read ${count} files, ${folders} folders` }
}
