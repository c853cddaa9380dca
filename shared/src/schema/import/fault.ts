import type { Text } from '../../text/text.ts'

/** Why a schema cannot be taken over, and where: `dòng 12`, `/components/schemas/HoSo`, `xs:element "HoSo"`. */
export class SchemaFault extends Error {
  readonly text: Text

  constructor(place: string, reason: Text) {
    super(`${place}: ${reason.en}`)
    this.text = { vi: `${place}: ${reason.vi}`, en: `${place}: ${reason.en}` }
  }
}

/** What was simplified while a schema was taken over, and where. */
export interface Note {
  readonly place: string
  readonly text: Text
}

/** Bounds of one import; beyond them it is refused or cut with a note, never slow. */
export const LIMITS = {
  /** Characters of a document. */
  size: 5_000_000,
  /** Levels of XML elements or of JSON in a document. */
  depth: 100,
  /** XML elements or JSON values of a document. */
  parts: 200_000,
  /** Fields of the tree that comes out. */
  fields: 5_000,
  /** Levels of the tree that comes out. */
  levels: 30,
} as const

/** Gathers notes without doubles, at most 50. */
export function createNotes(): {
  readonly add: (place: string, vi: string, en: string) => void
  readonly all: () => readonly Note[]
} {
  const notes = new Map<string, Note>()
  return {
    add(place, vi, en) {
      if (notes.size < 50) notes.set(`${place}|${en}`, { place, text: { vi, en } })
    },
    all: () => [...notes.values()],
  }
}

/** The gatherer of notes of one import. */
export type Notes = ReturnType<typeof createNotes>

/** Most parts of schemas that are visited while one is put together: choices and groups may multiply without making a field. */
const MOST_VISITS = 100_000

/** Counts down the visits of one import; false when it is enough. */
export function createVisits(notes: Notes): () => boolean {
  let left = MOST_VISITS
  return () => {
    if (left-- > 0) return true
    notes.add(
      '$',
      'lược đồ quá phức tạp, phần còn lại coi như bất kỳ',
      'the schema is too complex; the rest is taken as anything',
    )
    return false
  }
}

/** Counts down the fields of one import; false when there are no more to be had. */
export function createBudget(notes: Notes): () => boolean {
  let left: number = LIMITS.fields
  return () => {
    if (left-- > 0) return true
    notes.add('$', `chỉ lấy ${LIMITS.fields} trường đầu`, `only the first ${LIMITS.fields} fields are taken`)
    return false
  }
}
