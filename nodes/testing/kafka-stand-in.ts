import { execFileSync, spawn } from 'node:child_process'
import { test } from 'vitest'

/** The stand-in for a cluster of Kafka that librdkafka, the C library of Kafka, has for tests: no sign-in, no TLS, topics made when they are named, nothing kept on disk. */
export interface KafkaStandIn {
  readonly host: string
  readonly port: number
  stop(): Promise<void>
}

const START_MS = 60_000

/** `test` that is skipped with its reason printed when kcat cannot be run here; with CI=true that is a failure. */
export function withKafkaStandIn(): { readonly here: boolean; readonly test: typeof test } {
  let here = true
  try {
    execFileSync('kcat', ['-V'], { stdio: 'ignore' })
  } catch {
    here = false
  }
  if (!here && process.env.CI === 'true') throw new Error('kcat is needed, which holds a stand-in for Kafka')
  if (!here) console.warn('skipped: no kcat on this machine, which holds a stand-in for Kafka')
  return { here, test: test.skipIf(!here) as typeof test }
}

/** Starts a stand-in of one broker inside kcat, which has that library; it is not Kafka. */
export async function startKafkaStandIn(): Promise<KafkaStandIn> {
  const options = 'test.mock.num.brokers=1'
  const program = spawn('kcat', ['-C', '-u', '-t', 'lt-khong-dung', '-b', 'x:1', '-d', 'mock', '-X', options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((done) => program.once('exit', () => done()))
  const told = Promise.withResolvers<number>()
  let text = ''
  program.stderr.on('data', (bytes: Buffer) => {
    if (text.length > 10_000) return
    text += bytes
    const port = /bootstrap\.servers=127\.0\.0\.1:(\d+)/.exec(text)?.[1]
    if (port !== undefined) told.resolve(Number(port))
  })
  const timer = setTimeout(() => told.reject(new Error(`kcat tells no address: ${text}`)), START_MS)
  const port = await told.promise.finally(() => clearTimeout(timer))
  return {
    host: '127.0.0.1',
    port,
    async stop() {
      program.kill('SIGKILL')
      await ended
    },
  }
}
