import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const MOUNT = 'mount'
const UNMOUNT = 'umount'

/** A file system of its own that can be filled and made read-only. */
export interface SmallDisk {
  /** Writes until there is no space left. */
  fill(): void
  /** Gives the space back. */
  empty(): void
  /** Only while no file on it is open for writing. */
  readOnly(yes: boolean): void
  close(): void
}

/** Mounts one at `folder`; undefined when this process may not mount. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true })
  try {
    mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'lienthong-chaos', folder)
  } catch {
    return undefined
  }
  const filler = join(folder, 'filler')
  return {
    fill() {
      const fd = openSync(filler, 'a')
      // The last step fits a hole of a few bytes too.
      for (const step of [1 << 20, 1 << 12, 1]) writeUntilFull(fd, Buffer.alloc(step))
      closeSync(fd)
    },
    empty: () => rmSync(filler, { force: true }),
    readOnly: (yes) => mount('-o', `remount,${yes ? 'ro' : 'rw'}`, folder),
    close: () => void execFileSync(UNMOUNT, ['-l', folder]),
  }
}

function mount(...args: readonly string[]): void {
  execFileSync(MOUNT, args, { stdio: 'ignore' })
}

function writeUntilFull(fd: number, bytes: Buffer): void {
  for (;;) {
    try {
      writeSync(fd, bytes)
    } catch {
      return
    }
  }
}
