import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Figure, say, torture } from './harness/figures.ts'
import { publish, sleepFlow } from './harness/flows.ts'
import { installServer, pause } from './harness/server.ts'
import { hasStrace, STRACE_MISSING } from './harness/strace.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

const MESSAGES = 200
/** Between messages, so that nothing of the one before is still being written. */
const GAP_MS = 15

/** R5: before each acknowledgement the kernel of the operating system was told to sync the log of the engine; seen from outside by strace. */
export async function fsyncBeforeAcknowledge({ keep }: CaseOptions): Promise<readonly Figure[]> {
  if (!hasStrace()) {
    say(STRACE_MISSING)
    return []
  }
  return inWorkplace('fsync', keep, async (place) => {
    const trace = join(place.folder, 'trace')
    const wrapper = [
      'strace',
      '-f',
      '-ff',
      '-yy',
      '-s',
      '16',
      '-o',
      trace,
      '-e',
      'trace=read,write,writev,pwrite64,fsync,fdatasync',
      '-e',
      'signal=none',
    ]
    const server = await installServer({ folder: join(place.folder, 'server'), workers: 1, wrapper })
    place.serves(server)
    await server.start()
    await publish(server, sleepFlow)
    await server.allReady()
    const [worker = 0] = server.workers()
    for (let i = 0; i < MESSAGES; i++) {
      const answer = await fetch(`${server.gateway}/thu-nghiem/cho`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id: i }),
      })
      await answer.text()
      if (answer.status !== 202) throw new Error(`the gateway answered ${answer.status}`)
      await pause(GAP_MS)
    }
    await server.stop()
    const { acknowledged, unsynced } = readTrace(readFileSync(`${trace}.${worker}`, 'utf8'))
    if (acknowledged !== MESSAGES) throw new Error(`strace saw ${acknowledged} of ${MESSAGES} acknowledgements`)
    return [
      torture('R5', unsynced, {
        acknowledged,
        unsynced,
        flow: sleepFlow.id,
        seenBy: 'strace of the worker’s main thread',
      }),
    ]
  })
}

/** Reads the calls of one thread in order: an acknowledgement needs a write to the log and a finished sync of it since its request came in. */
export function readTrace(text: string): { readonly acknowledged: number; readonly unsynced: number } {
  let acknowledged = 0
  let unsynced = 0
  let written = false
  let synced = false
  for (const line of text.split('\n')) {
    if (/^read\(\d+<TCP[^"]*"POST /.test(line)) {
      written = false
      synced = false
    } else if (/^pwrite64\(\d+<[^>]*-wal>/.test(line)) {
      written = true
      synced = false
    } else if (/^f(?:data)?sync\(\d+<[^>]*-wal>\)\s+= 0/.test(line)) synced = written
    else if (/^writev?\(\d+<TCP.*"HTTP\/1\.1 202/.test(line)) {
      acknowledged++
      if (!synced) unsynced++
    }
  }
  return { acknowledged, unsynced }
}
