import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '#nodes/simulators/index.ts'
import { chainIsWhole } from './harness/audit-chain.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { acceptFlow } from './harness/flows.ts'
import { until } from './harness/post.ts'
import { createProbe } from './harness/probe.ts'
import { alive } from './harness/process-tree.ts'
import { pause, type Server } from './harness/server.ts'
import { setStage } from './harness/stage.ts'
import { hasStrace, STRACE, STRACE_MISSING } from './harness/strace.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

const ROUNDS = { short: 2, long: 16 }
/** `EX_IOERR`: what the service manager sees. */
const DISK_FAILED = 74
const END_MS = 25_000

/**
 * Case 13 for the kernel: a write or sync of `kernel.db` fails with EIO once while connections are saved. Nothing is confirmed any more, the
 * kernel says why, stops its workers and ends; what it had confirmed is there after the next start.
 */
export async function kernelIoError({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  if (!hasStrace()) {
    say(STRACE_MISSING)
    return []
  }
  return inWorkplace('kernel-io-error', keep, async (place) => {
    const stage = await setStage(place, seed, [acceptFlow])
    const { server, partners } = stage
    const sender = stage.send(20)
    const random = seededRandom(`${seed}/kernel-io`)
    const faults: string[] = []
    const saved: string[] = []
    const struck: string[] = []
    for (let round = 0; round < ROUNDS[short ? 'short' : 'long']; round++) {
      const call = `${round % 2 === 0 ? 'fsync,fdatasync' : 'pwrite64'}:error=EIO:when=${1 + Math.floor(random() * 12)}`
      if (!(await failing(server, call, place.ends))) {
        say('strace may not attach to a process here')
        break
      }
      struck.push(call)
      const pids = [server.kernel, ...server.workers()]
      const wrong = await saveUntilItFails(server, `r${round}`, saved)
      faults.push(...[...wrong, ...(await hasEnded(server, pids))].map((fault) => `${call}: ${fault}`))
      await server.start()
      await server.allReady()
      await createProbe(server, partners)(`sau-${round}`)
    }
    await sender.stop()
    const verdict = await stage.check()
    const known = JSON.stringify(await server.api('GET', '/connections'))
    const gone = saved.filter((id) => !known.includes(`"${id}"`))
    await server.stop()
    faults.push(
      ...verdict.findings,
      ...chainIsWhole(server),
      ...gone.map((id) => `the connection ${id} was confirmed and is gone`),
    )
    for (const fault of faults.slice(0, 10)) say(`  ${fault}`)
    if (struck.length === 0) return []
    const detail = { seed, struck: struck.length, saved: saved.length, messages: verdict.messages, faults }
    return [torture('kernel-io-error', faults.length, detail)]
  })
}

/** Makes a call of the kernel on its database fail from now on; false when strace may not. */
async function failing(server: Server, call: string, ends: (close: () => unknown) => void): Promise<boolean> {
  const files = ['kernel.db', 'kernel.db-wal'].flatMap((name) => ['-P', join(server.data, name)])
  const watch = ['-e', 'signal=none', '-e', 'trace=pwrite64,fsync,fdatasync', '-e', `inject=${call}`]
  const strace = spawn(STRACE, ['-p', String(server.kernel), ...files, ...watch], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  ends(() => strace.kill('SIGKILL'))
  let said = ''
  strace.stderr.on('data', (chunk: Buffer) => {
    said += String(chunk)
  })
  await until('strace', () => said.includes('attached') || strace.exitCode !== null)
  return said.includes('attached')
}

/** Saves one connection after the other; answers what was wrong. Those that were confirmed are added to `saved`. */
async function saveUntilItFails(server: Server, name: string, saved: string[]): Promise<readonly string[]> {
  const save = async (id: string): Promise<number> => {
    const input = { kind: 'http', title: id, values: { baseUrl: 'http://127.0.0.1:1' } }
    const answer = await server.call('PUT', `/connections/${id}`, input).catch(() => undefined)
    return answer?.status ?? 0
  }
  for (let i = 0; i < 100; i++) {
    const status = await save(`${name}-${i}`)
    if (status >= 200 && status < 300) saved.push(`${name}-${i}`)
    else {
      const again = await save(`${name}-sau`)
      return [
        ...(status === 503 || status === 0 ? [] : [`the failed save was answered with ${status}`]),
        ...(again >= 200 && again < 300 ? ['a save was confirmed afterwards'] : []),
      ]
    }
  }
  return ['no save failed']
}

/** What was wrong with the end of the kernel. */
async function hasEnded(server: Server, pids: readonly number[]): Promise<readonly string[]> {
  const began = performance.now()
  const code = await Promise.race([server.ended(), pause(END_MS).then(() => 'no end')])
  const log = readFileSync(join(server.folder, 'server.log'), 'utf8')
  return [
    ...(code === DISK_FAILED
      ? []
      : [`the kernel ended with ${code} after ${Math.round(performance.now() - began)} ms`]),
    ...(log.includes('The disk failed while data were written') ? [] : ['the kernel did not say why']),
    ...(pids.some(alive) ? ['a process outlived the kernel'] : []),
  ]
}
