import { promisify } from 'node:util'
import { deflate, deflateRaw, gunzip, gzip, type InputType, inflate, inflateRaw, type ZlibOptions } from 'node:zlib'
import { bytesFrom, bytesTo } from '#nodes/bytes/bytes.ts'
import { throughSettings } from '#nodes/bytes/result.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { defineRun } from '#shared/node/run.ts'
import { definition } from './definition.ts'

type Squeeze = (bytes: InputType, options: ZlibOptions) => Promise<Buffer>

const pack: Readonly<Record<'gzip' | 'zlib' | 'raw', Squeeze>> = {
  gzip: promisify<InputType, ZlibOptions, Buffer>(gzip),
  zlib: promisify<InputType, ZlibOptions, Buffer>(deflate),
  raw: promisify<InputType, ZlibOptions, Buffer>(deflateRaw),
}
const unpack: Readonly<Record<'gzip' | 'zlib' | 'raw', Squeeze>> = {
  gzip: promisify<InputType, ZlibOptions, Buffer>(gunzip),
  zlib: promisify<InputType, ZlibOptions, Buffer>(inflate),
  raw: promisify<InputType, ZlibOptions, Buffer>(inflateRaw),
}

/** Pure: the same content gives the same bytes (RFC 1950 to 1952; gzip without a time). Works off the main thread. */
export const run = defineRun(definition, (tools) => {
  const { do: work, method, source, as, maxMb } = tools.settings
  const { read, write } = throughSettings(tools)
  const maxOutputLength = Math.round(maxMb * 1024 * 1024)
  return async (message, context) => {
    const given = await read(message, context)
    if (work === 'compress') {
      const packed = await pack[method](bytesFrom(given, source), {})
      return write(message, packed.toString('base64'))
    }
    const unpacked = await unpack[method](bytesFrom(given, 'base64'), { maxOutputLength }).catch((thrown: unknown) => {
      throw faultOf(thrown, maxMb)
    })
    return write(message, bytesTo(unpacked, as))
  }
})

function faultOf(thrown: unknown, maxMb: number): Error {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (code === 'ERR_BUFFER_TOO_LARGE') return permanent('compress.too-large', { limit: `${maxMb} MB` })
  const cut = code === 'Z_BUF_ERROR'
  const reason = cut
    ? { vi: 'bị cắt cụt', en: 'it was cut short' }
    : { vi: 'sai dạng hoặc bị hỏng', en: 'it is damaged or of another kind' }
  return permanent('compress.broken', { reason })
}
