import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { installedRegistry } from '../installed.ts'
import { type Kernel, startKernel } from '../kernel.ts'

/** The folder of this project, four levels above this folder. */
export const projectFolder = join(import.meta.dirname, '..', '..', '..', '..')

/** A stop that takes longer is cut off; the workers have ten seconds of it. */
const LONGEST_STOP_MS = 15_000

/** Starts a kernel for the tests that kill it, with the environment of the process, and prints where it is. The product's own start is `cli/serve.ts`. */
export async function serve(env: Readonly<Record<string, string | undefined>>): Promise<Kernel> {
  const kernel = await startKernel(readConfig(env, projectFolder), {
    registry: installedRegistry(projectFolder),
    workerEntry: join(import.meta.dirname, '..', '..', 'worker', 'main.ts'),
    version: productVersion(),
  })
  process.stdout.write(`Liên Thông: ${kernel.address}\n`)
  if (kernel.signInLink) process.stdout.write(`Đăng nhập lần đầu (dùng một lần): ${kernel.signInLink}\n`)
  return kernel
}

/** Ends the process cleanly on SIGTERM or SIGINT; a second signal ends it at once. Crash-only: what is cut off here is recovered at the next start. */
export function closeOnSignals(close: () => Promise<void>): void {
  let stopping = false
  const stop = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref()
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** The release in `package.json`. */
export function productVersion(): string {
  const text = readFileSync(join(projectFolder, 'package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
