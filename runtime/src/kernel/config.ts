import { existsSync } from 'node:fs'
import { availableParallelism, homedir } from 'node:os'
import { delimiter, isAbsolute, join, relative, resolve, sep } from 'node:path'

/** How this server runs: the environment of the contract (design §11), checked. */
export interface KernelConfig {
  readonly host: string
  /** Port of the admin API and the designer. 0 takes a free one (tests). */
  readonly port: number
  readonly gatewayPort: number
  readonly data: string
  /** Folders of this server that connections may name; what the administrator of the machine grants. */
  readonly folders: readonly string[]
  /** `sqlite:/path/engine.db` or `postgres://…`. */
  readonly engine: string
  readonly workers: number
  readonly masterKeyFile: string
  /** Bearer token with the administrator's role for automation; never stored. */
  readonly adminToken?: string
  /** The address that people type, when a proxy stands in front: decides links, allowed origin and `Secure`. */
  readonly publicUrl?: string
  /** Where the simulators of the demo listen: one-stop system, national portal, NGSP, linked services, land, document axis, X-Road. */
  readonly simulators: readonly number[]
  /** What `npm run build` made. */
  readonly designerFolder: string
  readonly logLevel: string
}

/** Everything that is wrong with the environment, one sentence a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** The folder in the data folder that is granted when nothing else is. */
const EXCHANGE = 'exchange'

type Environment = Readonly<Record<string, string | undefined>>

/** Reads and checks the environment. Throws `ConfigError` that names every bad variable at once. */
export function readConfig(env: Environment, projectFolder: string): KernelConfig {
  const faults: string[] = []
  const value = (name: string): string | undefined => env[name]?.trim() || undefined

  function whole(name: string, fallback: number, min: number, max: number): number {
    const text = value(name)
    if (text === undefined) return fallback
    const number = Number(text)
    if (Number.isInteger(number) && number >= min && number <= max) return number
    faults.push(`${name} must be a whole number from ${min} to ${max}, not "${text}"`)
    return fallback
  }

  const port = whole('LIENTHONG_PORT', 7100, 0, 65_535)
  const gatewayPort = whole('LIENTHONG_GATEWAY_PORT', 7101, 0, 65_535)
  if (port !== 0 && port === gatewayPort) faults.push('LIENTHONG_PORT and LIENTHONG_GATEWAY_PORT must differ')
  const simulator = whole('LIENTHONG_SIMULATOR_PORT', 7110, 1, 65_530)
  const workers = whole('LIENTHONG_WORKERS', Math.max(1, availableParallelism()), 1, 256)
  const host = value('LIENTHONG_HOST') ?? '127.0.0.1'
  if (/[\s/]/.test(host)) faults.push(`LIENTHONG_HOST must be a host name or an address, not "${host}"`)
  const data = resolve(projectFolder, value('LIENTHONG_DATA') ?? 'data')
  const folders = readFolders(value('LIENTHONG_FOLDERS'), data, faults)
  const engine = readEngine(value('LIENTHONG_ENGINE'), data, projectFolder, faults)
  const adminToken = value('LIENTHONG_ADMIN_TOKEN')
  if (adminToken !== undefined && adminToken.length < 32) {
    faults.push('LIENTHONG_ADMIN_TOKEN must have at least 32 characters')
  }
  const publicUrl = readPublicUrl(value('LIENTHONG_PUBLIC_URL'), faults)
  const masterKeyFile = resolve(value('LIENTHONG_MASTER_KEY_FILE') ?? defaultKeyFile(env))
  if (faults.length > 0) throw new ConfigError(faults.join('\n'))
  return {
    host,
    port,
    gatewayPort,
    data,
    folders,
    engine,
    workers,
    masterKeyFile,
    ...(adminToken === undefined ? {} : { adminToken }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    // In the order in which the demo learned to run them; the ports are those of `simulate NAME`.
    simulators: [0, 1, 2, 4, 5, 3, 6].map((place) => simulator + place),
    designerFolder: join(projectFolder, 'dist', 'designer'),
    logLevel: value('LIENTHONG_LOG_LEVEL') ?? 'info',
  }
}

function readEngine(text: string | undefined, data: string, projectFolder: string, faults: string[]): string {
  if (text === undefined || text === 'sqlite:') return `sqlite:${join(data, 'engine.db')}`
  if (text.startsWith('sqlite:')) return `sqlite:${resolve(projectFolder, text.slice('sqlite:'.length))}`
  if (/^postgres(?:ql)?:\/\/[^\s]+$/.test(text)) return text
  // The value may hold a password, so it is not repeated here.
  faults.push('LIENTHONG_ENGINE must be "sqlite:", "sqlite:/path/engine.db" or "postgres://…"')
  return ''
}

/** The granted folders; without a word, one folder of our own for exchange. The data folder itself holds every message and secret. */
function readFolders(text: string | undefined, data: string, faults: string[]): readonly string[] {
  if (text === undefined) return [join(data, EXCHANGE)]
  const folders = text.split(delimiter).filter((it) => it !== '')
  for (const folder of folders) {
    const toData = relative(folder, data)
    const fromData = relative(data, folder)
    const holdsData = toData === '' || !(toData.startsWith('..') || isAbsolute(toData))
    const inData = !(fromData.startsWith('..') || isAbsolute(fromData)) && fromData.split(sep)[0] !== EXCHANGE
    if (!isAbsolute(folder)) faults.push(`LIENTHONG_FOLDERS must list whole paths, not "${folder}"`)
    else if (holdsData || inData) faults.push(`LIENTHONG_FOLDERS must not name the data folder: "${folder}"`)
  }
  return folders
}

function readPublicUrl(text: string | undefined, faults: string[]): string | undefined {
  if (text === undefined) return undefined
  const url = URL.parse(text)
  if (url && (url.protocol === 'https:' || url.protocol === 'http:') && url.pathname === '/') return url.origin
  faults.push(`LIENTHONG_PUBLIC_URL must be an address such as https://lienthong.example.vn, not "${text}"`)
  return undefined
}

/** Beside the data, never in it: a copy of the data folder must not carry its key. */
function defaultKeyFile(env: Environment): string {
  const systemd = env.CREDENTIALS_DIRECTORY
  if (systemd && existsSync(join(systemd, 'lienthong-master-key'))) return join(systemd, 'lienthong-master-key')
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'lienthong', 'master.key')
}
