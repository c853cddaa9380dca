import { permanent } from '#shared/errors/flow-error.ts'
import { ID_PATTERN } from '#shared/flow/flow.ts'
import type { Text } from '#shared/text/text.ts'

/** What things are called in refusals. */
const nouns = {
  flow: { vi: 'luồng', en: 'The flow' },
  draft: { vi: 'bản nháp của luồng', en: 'The draft of the flow' },
  version: { vi: 'phiên bản', en: 'The version' },
  connection: { vi: 'kết nối', en: 'The connection' },
  table: { vi: 'danh mục', en: 'The code table' },
  run: { vi: 'lần chạy', en: 'The run' },
  token: { vi: 'khoá API', en: 'The API token' },
  case: { vi: 'ca kiểm thử', en: 'The test case' },
  signer: { vi: 'khoá ký', en: 'The signing key' },
  template: { vi: 'mẫu', en: 'The template' },
  simulator: { vi: 'hệ thống giả lập', en: 'The simulator' },
} satisfies Record<string, Text>

/** A kind of thing that can be missing or in the way. */
export type Noun = keyof typeof nouns

/** A thing by kind and id, in words. */
export function named(noun: Noun, id: string): Text {
  const shown = id.length > 80 ? `${id.slice(0, 80)}…` : id
  return { vi: `${nouns[noun].vi} "${shown}"`, en: `${nouns[noun].en} "${shown}"` }
}

/** `api.not-found` for a thing; also the answer when it belongs to another unit. */
export function notFound(noun: Noun, id: string): Error {
  return permanent('api.not-found', { what: named(noun, id) })
}

/** Throws `api.invalid` for an id that is not a word such as `dong-bo-dvcqg`. */
export function requireId(id: string): void {
  if (ID_PATTERN.test(id)) return
  throw permanent('api.invalid', { place: 'id', reason: 'a-z, 0-9, "-"; 1–64' })
}
