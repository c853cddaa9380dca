import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type KernelConfig, readConfig } from '#runtime/kernel/config.ts'
import { installedRegistry } from '#runtime/kernel/installed.ts'
import { type Kernel, startKernel } from '#runtime/kernel/kernel.ts'
import type { FlowError } from '#shared/errors/flow-error.ts'
import type { Output } from './output.ts'

/** What `serve` needs to know of the project. */
export interface Installation {
  /** The project's folder. */
  readonly root: string
  readonly version: string
  /** Script of a worker process. */
  readonly workerEntry: string
  /** The process of the first worker, already loading. */
  readonly firstWorker: ChildProcess
}

/** `lienthong serve [--demo]`: starts the kernel, prints where it is, and runs until it is told to stop. */
export async function serve(demo: boolean, installation: Installation, output: Output): Promise<number> {
  const given = readConfig(process.env, installation.root)
  // The demo fills itself through the admin API; its token lives only in this process.
  const config: KernelConfig =
    demo && given.adminToken === undefined ? { ...given, adminToken: randomBytes(32).toString('base64url') } : given
  const kernel = await startKernel(config, {
    registry: installedRegistry(installation.root),
    workerEntry: installation.workerEntry,
    firstWorker: installation.firstWorker,
    version: installation.version,
  })
  const stopDemo = demo ? await startDemo(config, kernel, installation, output) : undefined
  greet(kernel, output)
  const error = await Promise.race([stopRequested(), kernel.broken])
  if (error) tellBroken(error)
  output.line('Đang dừng… (stopping)')
  stopDemo?.()
  // Whatever hangs on a disk that has failed must not hold up the end.
  if (error) setTimeout(() => process.exit(DISK_FAILED), CLOSE_MS).unref()
  await kernel.close()
  return error ? DISK_FAILED : 0
}

/** The exit code after a fault of the disk (`EX_IOERR` of sysexits.h). */
const DISK_FAILED = 74
const CLOSE_MS = 20_000

function tellBroken({ data }: FlowError): void {
  process.stderr.write(
    `Ổ đĩa báo lỗi khi ghi dữ liệu. ${data.message.vi}. Máy chủ dừng lại để không xác nhận điều chưa chắc đã được lưu. Hãy kiểm tra ổ đĩa rồi khởi động lại.\n` +
      `(The disk failed while data were written. ${data.message.en}. The server stops rather than confirm what may not be stored. Check the disk, then start again.)\n`,
  )
}

function greet(kernel: Kernel, output: Output): void {
  output.line('')
  output.line(`Liên Thông đã sẵn sàng (ready): ${kernel.address}`)
  output.line(`Cổng tiếp nhận thông điệp (gateway): ${kernel.gatewayAddress}`)
  if (kernel.signInLink !== undefined)
    output.line(`Mở đường dẫn một lần này để đăng nhập (one-time sign-in link):\n  ${kernel.signInLink}`)
  output.line('Nhấn Ctrl+C để dừng (press Ctrl+C to stop).')
}

/** Starts the simulators, fills an empty installation, then lets traffic flow. */
async function startDemo(
  config: KernelConfig,
  kernel: Kernel,
  { root }: Installation,
  output: Output,
): Promise<() => void> {
  const key = randomBytes(24).toString('base64url')
  const ports = config.simulators
  const entry = fileURLToPath(new URL('./demo/simulators-process.ts', import.meta.url))
  const child = fork(entry, [config.data, kernel.gatewayAddress, key, ports.join()], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) =>
      reject(
        new Error(
          `Các hệ thống giả lập không khởi động được (mã ${code}); cổng ${ports.join(', ')} có bị chiếm không?`,
        ),
      ),
    )
  })
  output.line(
    'Hệ thống giả lập: một cửa, Cổng DVCQG, NGSP, DVC liên thông, đất đai, VXP, X-Road đã chạy (simulators are up)',
  )
  const { seed } = await import('./demo/seed.ts')
  await seed({
    address: kernel.address,
    token: config.adminToken ?? '',
    flows: join(root, 'flows'),
    data: config.data,
    simulators: ports,
    key,
    say: (text) => output.line(text),
  })
  child.send('traffic')
  return () => {
    if (child.connected) child.disconnect()
  }
}

function stopRequested(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(undefined))
  })
}
