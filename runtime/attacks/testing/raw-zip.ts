import { crc32, deflateRawSync } from 'node:zlib'

/** An entry as a hostile writer puts it down; what is not said is true of the content. */
export interface RawEntry {
  readonly name: string
  readonly content: Buffer
  /** The size that the headers claim. */
  readonly claims?: number
  /** Unix mode, e.g. that of a link. */
  readonly mode?: number
  /** Takes the place of the local header: where another entry's data lie. */
  readonly at?: number
}

const PLAIN = 0o100644

/** A zip archive (APPNOTE 6.3) made byte by byte, because no writer makes such ones. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content, claims = content.length, mode = PLAIN, at } of entries) {
    const path = Buffer.from(name, 'utf8')
    const packed = deflateRawSync(content)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claims, 18)
    common.writeUInt16LE(path.length, 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(mode * 0x10000, 6)
    rest.writeUInt32LE(at ?? offset, 10)
    central.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, rest, path)
    if (at !== undefined) continue
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, packed])
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}
