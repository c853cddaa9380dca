import { readdirSync, readFileSync } from 'node:fs'

/** A living process as `/proc` shows it. */
export interface SeenProcess {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** Every living process of this machine; zombies are left out. */
function processes(): readonly SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        // The name in brackets may hold spaces; what follows it is "state parent …".
        const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        if (state === 'Z' || state === 'X') return []
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return [{ pid: Number(name), parent: Number(parent), command }]
      } catch {
        // It ended while we looked.
        return []
      }
    })
}

/** The children of a process whose command line has `script` in it. */
export function childrenOf(pid: number, script: string): readonly SeenProcess[] {
  return processes().filter((it) => it.parent === pid && it.command.includes(script))
}

/** True while the process lives (a zombie does not). */
export function alive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))
  } catch {
    return false
  }
}

/** What a process keeps in RAM, in megabytes: now (RSS), at most since it began (`peak`), and now with shared libraries counted in parts (PSS). */
export function memoryMb(pid: number): { readonly rss: number; readonly peak: number; readonly pss: number } {
  const kilobytes = (file: string, name: string): number => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))
    return Number(found?.[1] ?? Number.NaN)
  }
  return {
    rss: kilobytes(`/proc/${pid}/status`, 'VmRSS') / 1024,
    peak: kilobytes(`/proc/${pid}/status`, 'VmHWM') / 1024,
    pss: kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss') / 1024,
  }
}
