import type { RecordLine } from '../frame/record.ts'
import { asObject } from '../frame/request.ts'

/** A dossier that a ministry works on. */
export interface Case {
  readonly code: string
  /** Number in the ministry's book. */
  readonly id: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly since: number
  readonly closed: boolean
  /** How often somebody has asked how far it is. */
  readonly questions: number
}

/** Dossiers of one service; each goes on by itself, one state after the other, a stretch of compressed time each. */
export interface CaseBook {
  add(code: string, fields: Readonly<Record<string, unknown>>): Case
  find(code: string): Case | undefined
  /** How many stretches of time a dossier has lived. */
  age(one: Case): number
  /** Its age when asked after: at least the questions before this one, so that a trial, which waits for nothing, comes to an end too. */
  ageWhenAsked(one: Case): number
  close(id: string): boolean
  size(): number
  clear(): void
  restore(line: RecordLine): void
}

/** Makes a book; `seconds` says how long one state lasts, so that days become moments. */
export function createCaseBook(operation: string, clock: () => Date, seconds: () => number): CaseBook {
  const cases = new Map<string, Case>()
  const put = (code: string, fields: Case['fields'], since: number): Case => {
    const one = { code, id: String(10_000 + cases.size + 1), fields, since, closed: false, questions: 0 }
    cases.set(code, one)
    return one
  }
  const age = ({ since }: Case): number => Math.floor((clock().getTime() - since) / 1000 / Math.max(1, seconds()))
  return {
    add: (code, fields) => put(code, fields, clock().getTime()),
    find: (code) => cases.get(code),
    age,
    ageWhenAsked(one) {
      const { questions } = cases.get(one.code) ?? one
      cases.set(one.code, { ...one, questions: questions + 1 })
      return Math.max(age(one), questions)
    },
    close(id) {
      const one = [...cases.values()].find((it) => it.id === id)
      if (one) cases.set(one.code, { ...one, closed: true })
      return one !== undefined
    },
    size: () => cases.size,
    clear: () => cases.clear(),
    restore(line) {
      const fields = line.operation === operation ? asObject(line.body) : undefined
      if (fields && !cases.has(line.key)) put(line.key, fields, Date.parse(line.time))
    },
  }
}
