import type { Text } from '#shared/text/text.ts'

/** One thing that is wrong with a message: where (`ChuHoSo.GiayTo[0].Ten`, blank for the whole), by which rule, and a sentence about it. */
export interface Finding {
  readonly place: string
  readonly rule: string
  readonly text: Text
}

/** What a check says: undefined when all is well; otherwise how many faults, and the first of them. */
export interface Verdict {
  readonly count: number
  readonly findings: readonly Finding[]
}

/** A finding as it leaves through `invalid`. */
export function shownFinding({ place, rule, text }: Finding): Readonly<Record<string, string>> {
  return { truong: place, quyTac: rule, loi: text.vi, loiTiengAnh: text.en }
}

/** The subject of a sentence: `Trường «a.b»`, or the body as a whole. */
export function subjectOf(place: string): Text {
  return place === '' ? { vi: 'Nội dung', en: 'The body' } : { vi: `Trường «${place}»`, en: `The field «${place}»` }
}
