import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ADMIN_TOKEN } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 60_000 })

interface Server {
  readonly child: ChildProcess
  readonly address: string
  readonly workers: () => readonly number[]
  readonly exit: Promise<number | null>
}

/** Starts the real server with real workers in a process of its own. */
async function serveProcess(folder: string): Promise<Server> {
  const env = {
    LIENTHONG_DATA: join(folder, 'data'),
    LIENTHONG_MASTER_KEY_FILE: join(folder, 'master.key'),
    LIENTHONG_PORT: '0',
    LIENTHONG_GATEWAY_PORT: '0',
    LIENTHONG_WORKERS: '2',
    LIENTHONG_ADMIN_TOKEN: ADMIN_TOKEN,
    HOME: folder,
  }
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'testing', 'serve-process.ts')], { env })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let log = ''
  child.stderr.on('data', (data) => {
    log += String(data)
  })
  const address = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (data) => {
      text += String(data)
      const found = /Liên Thông: (http:\S+)/.exec(text)?.[1]
      if (found) resolve(found)
    })
    void exit.then((code) => reject(new Error(`exit ${code}\n${log}`)))
  })
  const workers = (): readonly number[] => [...log.matchAll(/"pid":(\d+)/g)].map(([, pid]) => Number(pid))
  await expect.poll(() => workers().length, { timeout: 20_000 }).toBe(2)
  return { child, address, workers, exit }
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-process-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A killed child of a process that has gone is a zombie until somebody reaps it.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

const health = async (address: string): Promise<unknown> => {
  const response = await fetch(`${address}/api/v1/health`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
  return response.json()
}

test('SIGTERM ends the server and its workers cleanly', async () => {
  const server = await serveProcess(temporary())
  expect(await health(server.address)).toMatchObject({ status: 'ok', workers: { wanted: 2, ready: 2 } })
  server.child.kill('SIGTERM')
  expect(await server.exit).toBe(0)
  expect(server.workers().filter(alive)).toEqual([])
})

test('when the kernel is killed its workers end by themselves, and it starts again on the same data', async () => {
  const folder = temporary()
  const server = await serveProcess(folder)
  server.child.kill('SIGKILL')
  await server.exit
  await expect.poll(() => server.workers().filter(alive), { timeout: 10_000 }).toEqual([])
  const again = await serveProcess(folder)
  expect(await health(again.address)).toMatchObject({ status: 'ok' })
})
