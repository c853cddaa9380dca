import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'

/** A file of JSON lines of which every line is on the disk when `write` returns. */
export interface LineFile {
  write(line: unknown): void
  close(): void
}

/** Opens (and creates) a file for appending. */
export function openLineFile(path: string): LineFile {
  const fd = openSync(path, 'a')
  return {
    write(line) {
      writeSync(fd, `${JSON.stringify(line)}\n`)
      fsyncSync(fd)
    },
    close: () => closeSync(fd),
  }
}

/** The lines of such a file, parsed; none when it does not exist. */
export function readLineFile<T>(path: string): readonly T[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T)
}
