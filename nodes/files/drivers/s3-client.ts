import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { S3Client } from '@aws-sdk/client-s3'
import { secretOf, valuesOf } from '#nodes/connections/read-connection.ts'
import { s3Connection, s3Server } from '#nodes/connections/s3.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { CONNECT_MS } from './faults.ts'

const IDLE_MS = 30_000

/** A client for one bucket, and what its keys begin with. */
export interface Bucket {
  readonly client: S3Client
  readonly bucket: string
  /** For sentences to the user. */
  readonly host: string
  /** Ends in `/`, or is empty. */
  readonly prefix: string
  close(): void
}

/** A client that only ever connects to the checked address, takes nothing from the environment of the process, and tries each request twice. */
export async function openBucket(connection: ConnectionHandle): Promise<Bucket> {
  const { endpoint, region, bucket, pathStyle, root = '', authority } = valuesOf(s3Connection, connection)
  const credentials = {
    accessKeyId: secretOf(connection, 'accessKey'),
    secretAccessKey: secretOf(connection, 'secretKey'),
  }
  const { host, port, tls } = s3Server(endpoint)
  const address = await connection.reach.host(pathStyle ? host : `${bucket}.${host}`, port)
  const pinned: LookupFunction = (_name, options, found) => {
    const family = isIP(address) || 4
    if (options.all) found(null, [{ address, family }])
    else found(null, address, family)
  }
  const agent = tls
    ? new HttpsAgent({ keepAlive: true, lookup: pinned, ...(authority ? { ca: authority } : {}) })
    : new HttpAgent({ keepAlive: true, lookup: pinned })
  const client = new S3Client({
    endpoint: new URL(endpoint).origin,
    region,
    forcePathStyle: pathStyle,
    credentials,
    maxAttempts: 2,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    useArnRegion: false,
    disableS3ExpressSessionAuth: true,
    disableMultiregionAccessPoints: true,
    // Older MinIO and Ceph refuse the checksums of newer Amazon clients; every part is signed with its SHA-256 all the same.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: IDLE_MS,
      ...(tls ? { httpsAgent: agent } : { httpAgent: agent }),
    },
  })
  const close = (): void => {
    client.destroy()
    agent.destroy()
  }
  const prefix = root.split('/').filter(Boolean).join('/')
  return { client, bucket, host, prefix: prefix === '' ? '' : `${prefix}/`, close }
}
