import iconv from 'iconv-lite'
import { codecNamed } from '#shared/vietnam/encodings/codecs.ts'
import { textOfBytes } from '#shared/vietnam/encodings/windows-1252.ts'

/** How names are read that an archive does not mark as UTF-8. */
export type NameCharset = 'cp437' | 'tcvn3' | 'cp1258'

/** Reads names of an archive: UTF-8 when marked or well-formed, else the character set. */
export function nameReader(charset: NameCharset): (name: Buffer, utf8: boolean) => string {
  return (name, utf8) => {
    const text = name.toString('utf8')
    if (utf8 || !text.includes('\ufffd')) return text
    if (charset === 'cp437') return iconv.decode(name, 'cp437')
    return codecNamed(charset)?.decode(textOfBytes(name)) ?? text
  }
}
