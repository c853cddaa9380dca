import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { startFtp, startSftp } from '#nodes/testing/file-servers.ts'
import { startNginx } from '#nodes/testing/nginx.ts'
import { startS3 } from '#nodes/testing/object-server.ts'
import { startPostOffice } from '#nodes/testing/post-office.ts'
import { type Figure, round, say } from '../chaos/harness/figures.ts'
import { type PlainFlow, publish } from '../chaos/harness/flows.ts'
import { memoryMb } from '../chaos/harness/process-tree.ts'
import { installServer, type Server } from '../chaos/harness/server.ts'
import { inWorkplace, type Workplace } from '../chaos/harness/workplace.ts'

/** Most that a worker may hold in memory while a file goes through it, in megabytes. */
const GOAL_MB = 250
const MB = 1_000_000
const BODY_MB = 10
/** What goes through HTTP as a file. */
const LARGE_MB = 200

/** The names of these figures. */
export const STREAM_FIGURES: readonly string[] = ['sftp.1gbMb', 'stream.10mbMb']

/** `sftp.1gbMb`: peak memory of the worker while a file comes from a real OpenSSH to the disk. `stream.10mbMb`: the same for 10 MB through each connector. */
export async function streamFigures(wanted: readonly string[], full: boolean): Promise<readonly Figure[]> {
  return inWorkplace('bench-streams', false, async (place) => {
    const folder = join(place.folder, 'tep')
    mkdirSync(folder)
    const server = await installServer({
      folder: join(place.folder, 'server'),
      workers: 1,
      env: { LIENTHONG_FOLDERS: folder },
    })
    place.serves(server)
    await server.start()
    await server.allReady()
    await connect(server, 'thu-muc', 'folder', { folder })
    const figures: Figure[] = []
    if (wanted.includes('sftp.1gbMb')) figures.push(await sftpFigure(place, server, folder, full ? 1000 : 100))
    if (wanted.includes('stream.10mbMb')) figures.push(await connectorsFigure(place, server, folder))
    return figures
  })
}

async function sftpFigure(place: Workplace, server: Server, folder: string, size: number): Promise<Figure> {
  const sshd = await startSftp()
  place.ends(() => sshd.stop())
  await connect(server, 'sftp-lon', 'sftp', sshd.values, sshd.secrets)
  const wanted = await writeNoise(join(sshd.folder, 'lon.bin'), size)
  const copy = { connection: 'sftp-lon', path: 'lon.bin', toConnection: 'thu-muc', to: 'lon.bin' }
  await deploy(server, 'do-sftp', { chep: { use: 'file-manage@1', settings: copy } })
  const { peakMb, restMb, seconds } = await through(server, 'do-sftp', {})
  await checkFile(join(folder, 'lon.bin'), wanted)
  const detail = {
    megabytes: size,
    restMb,
    seconds,
    mbPerSecond: round(size / seconds, 0),
    what: 'peak RSS of the worker',
  }
  return { figure: 'sftp.1gbMb', value: peakMb, unit: 'MB', goal: GOAL_MB, ok: peakMb < GOAL_MB, detail }
}

async function connectorsFigure(place: Workplace, server: Server, folder: string): Promise<Figure> {
  const wanted = await writeNoise(join(folder, 'goc.bin'), BODY_MB)
  const results: Record<string, Through> = {}
  for (const [name, measure] of Object.entries(CONNECTORS)) {
    results[name] = await measure({ place, server, folder, wanted })
    say(`  ${name}: ${results[name].restMb} → ${results[name].peakMb} MB, ${results[name].seconds} s`)
  }
  const value = Math.max(...Object.values(results).map(({ peakMb }) => peakMb))
  const detail = { megabytes: BODY_MB, connectors: results, what: 'peak RSS of the worker, the largest' }
  return { figure: 'stream.10mbMb', value, unit: 'MB', goal: GOAL_MB, ok: value < GOAL_MB, detail }
}

interface Stand {
  readonly place: Workplace
  readonly server: Server
  readonly folder: string
  /** SHA-256 of `goc.bin` in the folder. */
  readonly wanted: string
}

/** What one message cost: the most memory that its worker held since it began, and what it held before. */
interface Through {
  readonly peakMb: number
  readonly restMb: number
  readonly seconds: number
  /** Where it was another size. */
  readonly megabytes?: number
}

const CONNECTORS: Readonly<Record<string, (stand: Stand) => Promise<Through>>> = {
  http: throughHttp,
  'http-file': throughHttpFile,
  folder: (stand) => thereAndBack(stand, 'thu-muc'),
  async sftp(stand) {
    const sshd = await startSftp()
    stand.place.ends(() => sshd.stop())
    await connect(stand.server, 'sftp', 'sftp', sshd.values, sshd.secrets)
    return thereAndBack(stand, 'sftp')
  },
  async ftp(stand) {
    const vsftpd = await startFtp('explicit')
    stand.place.ends(() => vsftpd.stop())
    await connect(stand.server, 'ftp', 'ftp', vsftpd.values, vsftpd.secrets)
    return thereAndBack(stand, 'ftp')
  },
  async s3(stand) {
    const storage = await startS3()
    stand.place.ends(() => storage.stop())
    await connect(stand.server, 's3', 's3', storage.values, storage.secrets)
    return thereAndBack(stand, 's3')
  },
  mail: throughMail,
}

/** From the folder to a file server and from there to the folder again, under another name. */
async function thereAndBack({ server, folder, wanted }: Stand, connection: string): Promise<Through> {
  const flow = `do-tep-${connection}`
  const there = { connection: 'thu-muc', path: 'goc.bin', toConnection: connection, to: 'di/tep.bin' }
  const back = { connection, path: 'di/tep.bin', toConnection: 'thu-muc', to: `ve-${connection}.bin` }
  await deploy(server, flow, {
    di: { use: 'file-manage@1', settings: there, to: { out: ['ve'] } },
    ve: { use: 'file-manage@1', settings: back },
  })
  const result = await through(server, flow, {})
  await checkFile(join(folder, `ve-${connection}.bin`), wanted)
  return result
}

/** A JSON body of that size in at the gateway and out to a partner. */
async function throughHttp({ place, server }: Stand): Promise<Through> {
  let got = ''
  const partner = createServer((request, response) => {
    const hash = createHash('sha256')
    request.on('data', (chunk: Buffer) => hash.update(chunk))
    request.on('end', () => {
      got = hash.digest('hex')
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
    })
  })
  const port = await new Promise<number>((ready) => {
    partner.listen(0, '127.0.0.1', () => {
      const address = partner.address()
      ready(typeof address === 'object' && address ? address.port : 0)
    })
  })
  place.ends(() => partner.close())
  await connect(server, 'doi-tac', 'http', { baseUrl: `http://127.0.0.1:${port}` })
  await deploy(server, 'do-http', {
    gui: { use: 'http-request@1', settings: { connection: 'doi-tac', method: 'PUT', path: '/nhan' } },
  })
  const body = { noiDung: 'Hồ sơ '.repeat((BODY_MB * MB) / 9) }
  const result = await through(server, 'do-http', body)
  const wanted = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  if (got !== wanted) throw new Error('the partner got another body')
  return result
}

/** A file of the folder to a real nginx as the body of a request, and from there into the folder again as the body of an answer. */
async function throughHttpFile({ place, server, folder }: Stand): Promise<Through> {
  const nginx = await startNginx(
    ({ port }) => `listen 127.0.0.1:${port}; client_max_body_size 0; location / { dav_methods PUT; }`,
  )
  place.ends(() => nginx.stop())
  const wanted = await writeNoise(join(folder, 'lon.bin'), LARGE_MB)
  await connect(server, 'nginx', 'http', { baseUrl: `http://127.0.0.1:${nginx.port}` })
  const common = { connection: 'nginx', path: '/lon.bin', timeout: 'PT5M' }
  const there = { ...common, method: 'PUT', send: 'file', bodyConnection: 'thu-muc', bodyPath: 'lon.bin' }
  const back = { ...common, answer: 'file', saveConnection: 'thu-muc', savePath: 've-http.bin' }
  await deploy(server, 'do-tep-http', {
    di: { use: 'http-request@1', settings: there, to: { out: ['ve'] } },
    ve: { use: 'http-request@1', settings: back },
  })
  const result = await through(server, 'do-tep-http', {})
  await checkFile(join(folder, 've-http.bin'), wanted)
  rmSync(join(folder, 'lon.bin'))
  return { ...result, megabytes: LARGE_MB }
}

/** A file of the folder out as the attachment of a letter. */
async function throughMail({ place, server, wanted }: Stand): Promise<Through> {
  const office = await startPostOffice({ security: 'none' })
  place.ends(() => office.stop())
  await connect(server, 'thu', 'smtp', office.values, office.secrets)
  await deploy(server, 'do-thu', {
    chep: {
      use: 'file-manage@1',
      settings: { connection: 'thu-muc', path: 'goc.bin', to: 'kem.bin' },
      to: { out: ['gui'] },
    },
    gui: {
      use: 'mail-send@1',
      settings: {
        connection: 'thu',
        from: 'mot-cua@vi-du.vn',
        to: 'dan@vi-du.vn',
        subject: 'Tệp',
        text: 'Tệp kèm theo',
        files: 'thu-muc',
        attachments: [{ content: { expr: '$' } }],
      },
      to: { out: ['tra-loi'], partial: ['tra-loi'] },
    },
  })
  const result = await through(server, 'do-thu', {})
  const parts = (office.arrived[0]?.bytes.toString('latin1') ?? '').split(/\r\n(?:\r\n|--)/)
  const files = parts.map((it) => createHash('sha256').update(Buffer.from(it, 'base64')).digest('hex'))
  if (!files.includes(wanted)) throw new Error('the letter came without the file')
  return result
}

async function connect(server: Server, id: string, kind: string, values: object, secrets: object = {}): Promise<void> {
  await server.api('PUT', `/connections/${id}`, { kind, title: id, values, secrets })
}

/** Publishes the nodes between a trigger of HTTP and its answer, which the last of them leads to. */
async function deploy(server: Server, id: string, nodes: PlainFlow['nodes']): Promise<void> {
  const [first = ''] = Object.keys(nodes)
  const answered = Object.fromEntries(
    Object.entries(nodes).map(([name, node]) => [name, { to: { out: ['tra-loi'] }, ...node }]),
  )
  const trigger = { path: `/do/${id}`, maxBytes: 20 * MB }
  await publish(server, {
    format: 1,
    id,
    title: `Đo bộ nhớ: ${id}`,
    nodes: {
      nhan: { use: 'http-in@1', settings: trigger, to: { out: [first] } },
      ...answered,
      'tra-loi': { use: 'http-reply@1' },
    },
    settings: { timeout: 'PT10M' },
  })
}

/** Sends one message through a flow in a worker that has just begun, and waits for its end. */
async function through(server: Server, flow: string, body: object): Promise<Through> {
  await server.stop()
  await server.start()
  await server.allReady()
  const [worker = 0] = server.workers()
  const restMb = round(memoryMb(worker).rss, 0)
  const began = performance.now()
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${server.gateway}/do/${flow}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${flow}: ${answer.status} ${text.slice(0, 500)}`)
  const seconds = round((performance.now() - began) / 1000)
  return { peakMb: round(memoryMb(worker).peak, 0), restMb, seconds }
}

/** Writes a file of that many megabytes that no compression makes smaller; gives its SHA-256. */
async function writeNoise(file: string, megabytes: number): Promise<string> {
  const hash = createHash('sha256')
  const pieces = function* (): Generator<Buffer> {
    for (let i = 0; i < megabytes; i++) {
      const piece = createHash('shake256', { outputLength: MB }).update(`${file} ${i}`).digest()
      hash.update(piece)
      yield piece
    }
  }
  await pipeline(Readable.from(pieces()), createWriteStream(file))
  return hash.digest('hex')
}

async function checkFile(file: string, wanted: string): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  if (hash.digest('hex') !== wanted) throw new Error(`${file} is another file`)
  rmSync(file)
}
