import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ConfigError } from '#runtime/kernel/config.ts'
import { addToken, addUser } from './accounts.ts'
import { check } from './check.ts'
import { diff } from './diff.ts'
import { exportFlow } from './export.ts'
import { backup, restore, verifyAudit } from './keeping.ts'
import { createOutput, UsageError } from './output.ts'
import { publish } from './publish.ts'
import { serve } from './serve.ts'
import { simulate } from './simulate.ts'
import { test } from './test.ts'

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
const version = String(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version)

const USAGE = `lienthong COMMAND [--json]

  serve [--demo]             chạy hệ thống (run the system; with the demo: simulators and sample flows)
  check PATH…                kiểm tra luồng (check flows)
  test PATH…                 chạy các ca kiểm thử của luồng (run the flows' test cases)
  diff A B                   so sánh hai luồng (compare two flows)
  publish PATH [--note TEXT] ban hành luồng lên máy chủ đang chạy (publish to the running server)
  export FLOW FOLDER         ghi luồng và ca kiểm thử từ máy chủ ra tệp (write a flow and its test cases to files)
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
  switch (command) {
    case 'serve':
      return serve(values.demo, { root, version }, output)
    case 'check':
      return rest.length > 0 ? check(rest, output) : usage()
    case 'test':
      return rest.length > 0 ? test(rest, output) : usage()
    case 'diff':
      return first && second ? diff(first, second, output) : usage()
    case 'publish':
      return first ? publish(first, values.note, output) : usage()
    case 'export':
      return first && second ? exportFlow(first, second, output) : usage()
    case 'user':
      return first === 'add' && second && values.role
        ? addUser(second, values.role, values.title ?? second, output)
        : usage()
    case 'token':
      return first === 'add' && second && values.role
        ? addToken(second, values.role, whole('--days', values.days), output)
        : usage()
    case 'backup':
      return first ? backup(first, root, output) : usage()
    case 'restore':
      return first ? restore(first, root, output) : usage()
    case 'verify-audit':
      return verifyAudit(root, output)
    case 'simulate':
      return simulate(first, values.port === undefined ? undefined : whole('--port', values.port), '127.0.0.1', output)
    default:
      return usage()
  }
}

function whole(name: string, text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw new UsageError(`${name}: cần một số nguyên, không phải "${text}" (needs a whole number)`)
}

try {
  process.exit(await run())
} catch (error) {
  const usage =
    error instanceof ConfigError || error instanceof UsageError || (error instanceof TypeError && 'code' in error)
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(usage ? 2 : 1)
}
