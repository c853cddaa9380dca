import { permanent } from '#shared/errors/flow-error.ts'

/** Which fields of a request go as attachments: files of at least so many bytes, or those that an officer named. */
export type AttachRule = { readonly from: number } | { readonly fields: ReadonlySet<string> }

/** The text of an element that is to be attached, with the tag that it stands in. */
export interface AttachedText {
  readonly tag: string
  readonly text: string
}

/** Where files are gathered while a request is written. */
export interface Attaching {
  readonly rule: AttachRule
  readonly files: AttachedText[]
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * The text as it is written when its element is to be attached, in the one form that survives it (XOP 1.0 §3.1: canonical base64, no white space),
 * else as it came. `path` begins with the element of the request. Throws `soap.wrong-data` for a named field that is no Base64.
 */
export function attachable(
  text: string,
  { rule, files }: Attaching,
  { tag, path, isBinary }: { readonly tag: string; readonly path: string; readonly isBinary: boolean },
): string {
  const isNamed = 'fields' in rule && rule.fields.has(path.replace(/\[\d+\]/g, '').replace(/^[^.]*\./, ''))
  // Base64 takes four signs for three bytes.
  const isLarge = 'from' in rule && isBinary && text.length >= rule.from
  if (!isNamed && !isLarge) return text
  const bare = text.replace(/\s+/g, '')
  if (bare === '') return text
  const isGood = bare.length % 4 === 0 && BASE64.test(bare) && isCanonical(bare)
  if (!isGood) {
    if (!isNamed) return text
    const reason = {
      vi: `${path} không phải Base64 nên không đính kèm được`,
      en: `${path} is no Base64, so it cannot be attached`,
    }
    throw permanent('soap.wrong-data', { reason })
  }
  const pads = bare.endsWith('==') ? 2 : bare.endsWith('=') ? 1 : 0
  if ('from' in rule && (bare.length / 4) * 3 - pads < rule.from) return text
  files.push({ tag, text: bare })
  return bare
}

/** Only the last group may have bits that mean nothing, and they must be nought. */
function isCanonical(bare: string): boolean {
  const last = bare.slice(-4)
  return Buffer.from(last, 'base64').toString('base64') === last
}
