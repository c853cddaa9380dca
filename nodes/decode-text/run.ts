import { withField, wrongShape } from '#nodes/writing/with-field.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import type { Message } from '#shared/message/message.ts'
import { defineRun, type Emission, emit } from '#shared/node/run.ts'
import type { LegacyEncoding } from '#shared/vietnam/encodings/codec.ts'
import { codecNamed } from '#shared/vietnam/encodings/codecs.ts'
import { readFileText } from '#shared/vietnam/encodings/convert.ts'
import { type Detected, detectEncoding, isSurelyUnicode } from '#shared/vietnam/encodings/detect.ts'
import { definition } from './definition.ts'
import { textsIn, withTexts } from './texts.ts'

/** The encoding is found once for all texts of a message; each text that is Unicode for sure stays, whatever was found. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { encoding, sure, source } = settings
  const from = settings.from === undefined ? undefined : value(settings.from, settings.to)
  const to = settings.to?.split('.')
  const report = settings.report?.split('.')

  const written = (message: Message, body: unknown, { encoding: bangMa, confidence, mixedWith }: Detected): Message => {
    if (report === undefined) return { ...message, body }
    const found = { bangMa, doTinCay: confidence, ...(mixedWith ? { lanVoi: mixedWith } : {}) }
    return { ...message, body: withField(body, report, found) }
  }

  return async (message, context): Promise<Emission> => {
    const given = from === undefined ? message.body : await from(message, context)
    const old = source === 'base64' ? textOfFile(given) : needText(given, from !== undefined)
    const found: Detected = encoding === 'auto' ? detectEncoding(textsIn(old).join('\n')) : { encoding, confidence: 1 }
    const made = found.mixedWith || found.confidence * 100 < sure ? undefined : converted(old, found.encoding)
    if (made === undefined) return emit('review', written(message, message.body, found))
    const body = from !== undefined && to !== undefined ? withField(message.body, to, made.value) : made.value
    return emit('out', written(message, body, found))
  }
})

/** The value in Unicode; undefined when one of its texts cannot be in the encoding. */
function converted(value: unknown, encoding: LegacyEncoding | 'unicode'): { readonly value: unknown } | undefined {
  const codec = encoding === 'unicode' ? undefined : codecNamed(encoding)
  let whole = true
  const change = (text: string): string => {
    if (codec === undefined || isSurelyUnicode(text)) return text.normalize('NFC')
    const decoded = codec.decode(text)
    if (decoded === undefined) whole = false
    return decoded ?? text
  }
  const made = withTexts(value, change)
  return whole ? { value: made } : undefined
}

function needText(value: unknown, chosen: boolean): unknown {
  if (!chosen || typeof value === 'string') return value
  const { vi, en } = shapeOf(value)
  throw wrongShape(`cần chữ nhưng nhận được ${vi}`, `needs text but got ${en}`)
}

function textOfFile(value: unknown): string {
  const bytes = typeof value === 'string' ? bytesOf(value) : undefined
  if (bytes === undefined) {
    const { vi, en } = shapeOf(value)
    throw wrongShape(`cần tệp dạng Base64 nhưng nhận được ${vi}`, `needs a file in Base64 but got ${en}`)
  }
  return readFileText(bytes)
}

function bytesOf(base64: string): Uint8Array | undefined {
  const bare = base64.replace(/\s+/g, '')
  return /^[A-Za-z0-9+/]*={0,2}$/.test(bare) ? Buffer.from(bare, 'base64') : undefined
}
