import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ConfigError } from '#runtime/kernel/config.ts'
import { forkWorker } from '#runtime/kernel/fork-worker.ts'
import { createOutput, UsageError } from './output.ts'
import { faultText } from './start-faults.ts'

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
const version = String(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version)

const USAGE = `lienthong COMMAND [--json]

  serve [--demo]             chạy hệ thống (run the system; with the demo: simulators and sample flows)
  check PATH…                kiểm tra luồng (check flows)
  test PATH…                 chạy các ca kiểm thử của luồng (run the flows' test cases)
  diff A B                   so sánh hai luồng (compare two flows)
  publish PATH [--note TEXT] ban hành luồng lên máy chủ đang chạy (publish to the running server)
  export FLOW FOLDER         ghi luồng và ca kiểm thử từ máy chủ ra tệp (write a flow and its test cases to files)
  shadow FLOW [--last N] [--version V]
                             chạy thông điệp cũ qua bản nháp, không gửi gì (past messages through the draft, sending nothing)
  user add NAME --role ROLE [--title TEXT]
  token add TITLE --role ROLE [--days N]
  backup FILE                sao lưu (back up)
  restore FILE               khôi phục vào thư mục dữ liệu trống (restore into an empty data folder)
  verify-audit               kiểm tra nhật ký kiểm toán (verify the audit chain)
  simulate NAME [--port N]   chạy một hệ thống giả lập (run a simulator)

Exit: 0 good, 1 problems found, 2 wrong use.`

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      port: { type: 'string' },
      role: { type: 'string' },
      title: { type: 'string' },
      note: { type: 'string', default: '' },
      last: { type: 'string', default: '100' },
      version: { type: 'string' },
      days: { type: 'string', default: '365' },
    },
  })
  const output = createOutput(values.json, (text) => process.stdout.write(text))
  const [command, first, second] = positionals
  const rest = positionals.slice(1)
  const usage = (): number => {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  // Each command loads what it needs itself: the server starts in half of the time.
  switch (command) {
    case 'serve': {
      const workerEntry = join(root, 'runtime', 'src', 'worker', 'main.ts')
      // The first worker loads its code while the kernel loads its own.
      const firstWorker = forkWorker(workerEntry)
      const { serve } = await import('./serve.ts')
      return serve(values.demo, { root, version, workerEntry, firstWorker }, output)
    }
    case 'check':
      return rest.length > 0 ? (await import('./check.ts')).check(rest, output) : usage()
    case 'test':
      return rest.length > 0 ? (await import('./test.ts')).test(rest, output) : usage()
    case 'diff':
      return first && second ? (await import('./diff.ts')).diff(first, second, output) : usage()
    case 'publish':
      return first ? (await import('./publish.ts')).publish(first, values.note, output) : usage()
    case 'export':
      return first && second ? (await import('./export.ts')).exportFlow(first, second, output) : usage()
    case 'shadow':
      return first
        ? (await import('./shadow.ts')).shadow(first, whole('--last', values.last), values.version, output)
        : usage()
    case 'user':
      return first === 'add' && second && values.role
        ? (await import('./accounts.ts')).addUser(second, values.role, values.title ?? second, output)
        : usage()
    case 'token':
      return first === 'add' && second && values.role
        ? (await import('./accounts.ts')).addToken(second, values.role, whole('--days', values.days), output)
        : usage()
    case 'backup':
      return first ? (await import('./keeping.ts')).backup(first, root, output) : usage()
    case 'restore':
      return first ? (await import('./keeping.ts')).restore(first, root, output) : usage()
    case 'verify-audit':
      return (await import('./keeping.ts')).verifyAudit(root, output)
    case 'simulate': {
      const port = values.port === undefined ? undefined : whole('--port', values.port)
      return (await import('./simulate.ts')).simulate(first, port, '127.0.0.1', output)
    }
    default:
      return usage()
  }
}

function whole(name: string, text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw new UsageError(`${name}: cần một số nguyên, không phải "${text}" (needs a whole number)`)
}

// Whoever started us through `bin/launch.js` was killed: nobody would stop this process any more, and its data folder would stay taken.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()

try {
  process.exit(await run())
} catch (error) {
  const usage =
    error instanceof ConfigError || error instanceof UsageError || (error instanceof TypeError && 'code' in error)
  process.stderr.write(`${faultText(error)}\n`)
  process.exit(usage ? 2 : 1)
}
