/** The part of ssh2-sftp-client that we use; the package carries no types. */
declare module 'ssh2-sftp-client' {
  import type { Readable, Writable } from 'node:stream'

  interface Callbacks {
    error(error: Error): void
    end(): void
    close(): void
  }
  interface Stats {
    readonly size: number
    readonly modifyTime: number
    readonly isFile: boolean
    readonly isDirectory: boolean
  }
  interface Listed {
    readonly type: string
    readonly name: string
    readonly size: number
    readonly modifyTime: number
  }
  export default class SftpClient {
    constructor(name?: string, callbacks?: Callbacks)
    connect(options: Readonly<Record<string, unknown>>): Promise<unknown>
    list(path: string): Promise<Listed[]>
    stat(path: string): Promise<Stats>
    lstat(path: string): Promise<Stats>
    createReadStream(path: string, options?: object): Readable
    createWriteStream(path: string, options?: object): Writable
    rename(from: string, to: string): Promise<unknown>
    posixRename(from: string, to: string): Promise<unknown>
    delete(path: string): Promise<unknown>
    mkdir(path: string, recursive?: boolean): Promise<unknown>
    end(): Promise<unknown>
  }
}
