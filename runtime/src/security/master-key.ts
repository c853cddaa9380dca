import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import type { Random } from './ports.ts'

/** Why the server cannot start with this master key; the message tells what to do. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError'
}

/**
 * Reads the 32-byte master key (base64 in a file that only its owner can read), and makes it at the first start.
 * Throws `MasterKeyError` when the file lies in the data folder, is readable by others, or is not a key.
 */
export function loadMasterKey(file: string, dataFolder: string, random: Random, mayCreate: boolean): Buffer {
  const inside = relative(resolve(dataFolder), resolve(file))
  if (!inside.startsWith('..') && inside !== resolve(file)) {
    throw new MasterKeyError(
      `The master key ${file} lies in the data folder, so a copy of the data would carry its own key. Move it and set LIENTHONG_MASTER_KEY_FILE.`,
    )
  }
  const found = readKeyFile(file)
  if (found) return found
  if (!mayCreate) {
    throw new MasterKeyError(
      `The data folder holds secrets, but their master key ${file} is missing. Restore the key file from its backup, or set LIENTHONG_MASTER_KEY_FILE to where it is.`,
    )
  }
  return createKeyFile(file, random)
}

function readKeyFile(file: string): Buffer | undefined {
  let text: string
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      throw new MasterKeyError(`The master key ${file} can be read by others. Run: chmod 600 ${file}`)
    }
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32) {
    throw new MasterKeyError(`The master key ${file} must hold 32 bytes in base64; it holds ${key.length}.`)
  }
  return key
}

function createKeyFile(file: string, random: Random): Buffer {
  const key = random(32)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // 'wx' loses the race to another process that is starting; that one's key is then the key.
  try {
    const handle = openSync(file, 'wx', 0o600)
    writeSync(handle, `${key.toString('base64')}\n`)
    fsyncSync(handle)
    closeSync(handle)
    chmodSync(file, 0o600)
    return key
  } catch (error) {
    const other = readKeyFile(file)
    if (other) return other
    throw error
  }
}
