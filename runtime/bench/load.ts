import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

/** What is posted again and again. */
export interface Payload {
  readonly body: string
  /** Its content type. */
  readonly type: string
}

/** Posts a payload over kept connections for some seconds and answers requests a second. Throws when an answer is no success. */
export interface Load {
  /** Who makes the load, for the detail of the figures. */
  readonly by: string
  run(url: string, payload: Payload, connections: number, seconds: number): Promise<number>
}

/** `wrk` where it is installed, else a small client of our own in this process. */
export function createLoad(folder: string): Load {
  const installed = (process.env.PATH ?? '').split(delimiter).some((it) => existsSync(join(it, 'wrk')))
  return installed ? wrk(folder) : own
}

function wrk(folder: string): Load {
  const script = join(folder, 'post.lua')
  return {
    by: 'wrk, one thread, on the same cores',
    async run(url, { body, type }, connections, seconds) {
      const text = `wrk.method = "POST"\nwrk.headers["content-type"] = "${type}"\nwrk.body = [==[${body}]==]\n`
      writeFileSync(script, text)
      const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script, url]
      const { stdout } = await promisify(execFile)('wrk', args, { timeout: (seconds + 20) * 1000 })
      if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url}\n${stdout}`)
      return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
    },
  }
}

const own: Load = {
  by: 'own keep-alive client, on the same cores',
  async run(url, payload, connections, seconds) {
    const until = performance.now() + seconds * 1000
    const counts = await Promise.all(Array.from({ length: connections }, () => lane(new URL(url), payload, until)))
    return counts.reduce((sum, n) => sum + n, 0) / seconds
  },
}

/** One connection, one request at a time; answers carry their length. */
function lane(url: URL, { body, type }: Payload, until: number): Promise<number> {
  const request = Buffer.from(
    `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname, () => socket.write(request))
    let count = 0
    let text = ''
    socket.setNoDelay(true)
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      const length = Number(/^content-length: (\d+)/im.exec(text)?.[1] ?? Number.NaN)
      if (end < 0 || text.length < end + 4 + length) return
      if (!/^HTTP\/1\.1 2/.test(text)) return reject(new Error(text.slice(0, 500)))
      text = ''
      count++
      if (performance.now() < until) socket.write(request)
      else socket.end(() => resolve(count))
    })
  })
}
