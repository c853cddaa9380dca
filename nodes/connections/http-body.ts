import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'

/** What must hold for the body of an answer, and what to call its sender. */
export interface BodyBounds {
  /** `Content-Encoding`; undefined where there is no body that could be encoded (HEAD, 204, 304). */
  readonly encoding: string | undefined
  /** Most bytes after decoding. */
  readonly maxBytes: number
  readonly host: string
}

/**
 * The body of an answer piece by piece, decoded (RFC 9110 §8.4). Throws `http.answer-too-large` at the first byte too many, which bounds what a
 * small body may unpack to, and `http.bad-answer` for an encoding that is unknown, damaged or ends early; faults of the network stay as they are.
 */
export async function* bodyPieces(body: Readable, { encoding, maxBytes, host }: BodyBounds): AsyncGenerator<Buffer> {
  const decoder = decoderOf(encoding, host)
  // Faults of the body reach whoever reads from the decoder, and leaving off there stops the body.
  const source: Readable = decoder ? pipeline(body, decoder, () => undefined) : body
  let size = 0
  try {
    for await (const piece of source) {
      const bytes: Buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(piece)
      size += bytes.length
      if (size > maxBytes) throw permanent('http.answer-too-large', { host, limit: sizeText(maxBytes) })
      yield bytes
    }
  } catch (error) {
    if (error instanceof FlowError || !isDecoding(error)) throw error
    const reason = { vi: `nội dung nén (${encoding}) bị hỏng hoặc bị cắt`, en: `its ${encoding} is damaged or cut off` }
    throw retryable('http.bad-answer', { host, reason })
  }
}

function decoderOf(encoding = 'identity', host: string): Transform | undefined {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity') return undefined
  if (name === 'gzip' || name === 'x-gzip') return createGunzip()
  if (name === 'deflate') return createInflate()
  if (name === 'br') return createBrotliDecompress()
  const reason = { vi: `cách nén ${name.slice(0, 50)} chưa biết`, en: `unknown encoding ${name.slice(0, 50)}` }
  throw permanent('http.bad-answer', { host, reason })
}

function isDecoding(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' && /^(?:Z_|ERR_BROTLI|ERR__ERROR_FORMAT|ERR_PADDING)/.test(code)
}

function sizeText(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${Math.round(bytes / 1024 / 1024)} MB`
}
