import type { Readable, Writable } from 'node:stream'

/** A file or folder as a listing shows it. */
export interface FileEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'other'
  /** In bytes. */
  readonly size: number
  /** Milliseconds since the epoch, in the clock of the server; 0 when a listing does not tell (FTP). */
  readonly modified: number
  /** Differs when the file was changed, as far as the listing can tell. */
  readonly stamp: string
}

/**
 * Files behind a connection. Paths are those of `safePath`: relative to the root of the connection, `''` for the root itself.
 * Everything that fails is a `FlowError`. One piece of work at a time.
 */
export interface FileStore {
  /** For sentences to the user. */
  readonly host: string
  /** Every entry of a folder, links left out. */
  list(folder: string): Promise<readonly FileEntry[]>
  /** What is at a path; undefined when there is nothing. */
  find(path: string): Promise<FileEntry | undefined>
  /** Sends a file into a stream, which is ended; `from`: without that many bytes at its beginning. */
  download(path: string, sink: Writable, from?: number): Promise<void>
  /** Writes a file in place: it can be seen while it grows, so callers write under another name (`write-whole.ts`). */
  upload(path: string, source: Readable): Promise<void>
  /**
   * Where a file only appears when all of it has arrived (object storage): writes it under its own name, without a rename. Without `over`,
   * an existing target is `file.exists` and stays.
   */
  uploadWhole?(path: string, source: Readable, over: boolean): Promise<void>
  /** Renames at once. Without `over`, an existing target is `file.exists` and stays. */
  rename(from: string, to: string, over: boolean): Promise<void>
  remove(path: string): Promise<void>
  /** Makes a folder and those above it; nothing happens when it is there. */
  makeFolder(path: string): Promise<void>
  close(): Promise<void>
}

/** Most entries that a listing may have. */
export const MOST_ENTRIES = 100_000
