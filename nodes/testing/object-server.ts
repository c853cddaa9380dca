import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { testCertificate } from './certificate.ts'
import type { FileServer } from './file-servers.ts'

/** A real S3 server of a test. */
export interface ObjectServer extends Omit<FileServer, 'folder'> {
  /** Paths whose multipart upload was asked to be taken back. */
  takenBack(): readonly string[]
  /** What each request asked, as `PUT /bucket/key?query`. */
  readonly asked: readonly string[]
}

/** What stands before the server: looks at a request first and answers it itself when it gives true. */
type Before = (...request: Parameters<RequestListener>) => Promise<boolean> | boolean

const BUCKET = 'ho-so'
// The one account that s3rver knows.
const KEY = 'S3RVER'

/** Starts s3rver on a free port of this machine with one bucket in a folder of its own; it answers 501 when an upload is taken back. */
export async function startS3(
  options: { readonly tls?: boolean; readonly before?: Before } = {},
): Promise<ObjectServer> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'lt-s3-')))
  const directory = join(base, 'objects')
  const storage = new S3rver({ directory, silent: true, configureBuckets: [{ name: BUCKET }] })
  await storage.configureBuckets()
  const serve = storage.callback()
  const asked: string[] = []
  const answer: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`)
    void Promise.resolve(options.before?.(request, response) ?? false).then((done) => {
      if (!done) serve(request, response)
    })
  }
  const certificate = options.tls ? testCertificate(base) : undefined
  const server = certificate
    ? createTlsServer({ key: readFileSync(certificate.keyFile), cert: certificate.pem }, answer)
    : createServer(answer)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    values: {
      endpoint: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
      bucket: BUCKET,
      ...(certificate ? { authority: certificate.pem } : {}),
    },
    secrets: { accessKey: KEY, secretKey: KEY },
    asked,
    takenBack: () => asked.flatMap((it) => it.match(/^DELETE ([^?]+)\?.*uploadId=/)?.[1] ?? []),
    cut,
    async stop() {
      const ended = new Promise((done) => server.close(done))
      cut()
      await ended
      rmSync(base, { recursive: true, force: true })
    },
  }
}
