import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { createRpc } from './rpc.ts'

interface Other {
  double(n: number): Promise<number>
  refuse(input: { host: string }): Promise<never>
  bug(): Promise<never>
  unsendable(): Promise<unknown>
  back(text: string): Promise<string>
  never(): Promise<never>
  missing(): Promise<never>
  die(): Promise<never>
}

/** A child process that serves `Other` and may call `shout` here. */
function otherProcess() {
  const folder = mkdtempSync(join(tmpdir(), 'lt-rpc-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const rpc = fileURLToPath(new URL('./rpc.ts', import.meta.url))
  const errors = fileURLToPath(import.meta.resolve('#shared/errors/flow-error.ts'))
  const file = join(folder, 'other.mjs')
  writeFileSync(
    file,
    `import { createRpc } from ${JSON.stringify(rpc)}
import { permanent } from ${JSON.stringify(errors)}
const channel = { send: (it) => process.send(it), onMessage: (f) => process.on('message', f), onClose: (f) => process.on('disconnect', f) }
const rpc = createRpc(channel, {
  double: async (n) => n * 2,
  refuse: async ({ host }) => { throw permanent('http.rejected', { host, status: 400 }, { a: 1 }) },
  bug: async () => { throw new TypeError('x is not a function') },
  unsendable: async () => 10n,
  back: (text) => rpc.remote.shout(text),
  never: () => new Promise(() => undefined),
  die: async () => process.exit(0),
})`,
  )
  const child = fork(file, { execArgv: ['--disable-warning=ExperimentalWarning'], stdio: 'inherit' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const channel = {
    send: (frame: unknown): boolean => child.send(frame as object),
    onMessage: (listener: (frame: unknown) => void): void => void child.on('message', listener),
    onClose: (listener: () => void): void => void child.on('disconnect', listener),
  }
  return createRpc<Other, { shout(text: string): Promise<string> }>(channel, {
    shout: async (text) => text.toUpperCase(),
  })
}
const failure = (call: Promise<unknown>) => call.then(() => undefined, toErrorData)

test('calls cross to the other process and back, many at a time', async () => {
  const { remote } = otherProcess()
  expect(await Promise.all([1, 2, 3].map((n) => remote.double(n)))).toEqual([2, 4, 6])
  expect(await remote.back('đã nhận')).toBe('ĐÃ NHẬN')
})

test('errors arrive as the same data; what is none of ours is a bug with its text', async () => {
  const { remote } = otherProcess()
  expect(await failure(remote.refuse({ host: 'h' }))).toMatchObject({ code: 'http.rejected', details: { a: 1 } })
  expect((await failure(remote.bug()))?.message.en).toContain('x is not a function')
  expect((await failure(remote.missing()))?.message.en).toContain('missing')
  expect(await failure(remote.unsendable())).toMatchObject({ code: 'bug.unexpected' })
  expect(await remote.double(4)).toBe(8)
})

test('when the other process dies all open calls fail, and later ones at once', async () => {
  const rpc = otherProcess()
  const open = [rpc.remote.never(), rpc.remote.never(), rpc.remote.die()].map(failure)
  for (const error of await Promise.all(open)) expect(error?.message.en).toContain('the other process is gone')
  expect(rpc.closed).toBe(true)
  expect((await failure(rpc.remote.double(1)))?.message.en).toContain('the other process is gone')
})

test('the remote is no promise, so that it can be handed through async functions', async () => {
  const { remote } = otherProcess()
  expect(await Promise.resolve(remote)).toBe(remote)
})
