import { fingerprintOf } from '../frame/canonical.ts'
import type { RecordLine } from '../frame/record.ts'

/** What the portal knows about one dossier, and how often each effect reached it. */
export interface StoredDossier {
  readonly data: Readonly<Record<string, unknown>>
  readonly steps: readonly Readonly<Record<string, unknown>>[]
  readonly effects: DossierEffects
}

/** How often each effect reached one dossier: the proof of a lost or repeated effect. */
export interface DossierEffects {
  readonly inserts: number
  readonly updates: number
  readonly steps: number
  /** Steps equal to one that was there already. */
  readonly repeatedSteps: number
  /** Inserts refused because the dossier was there already. */
  readonly refusedInserts: number
}

/** The dossiers that provinces have sent to the portal. */
export interface Dossiers {
  has(code: string): boolean
  get(code: string): StoredDossier | undefined
  /** Adds or replaces; the caller has checked which is right. */
  put(code: string, data: Readonly<Record<string, unknown>>): void
  addStep(code: string, step: Readonly<Record<string, unknown>>): void
  refuse(code: string): void
  /** Every dossier's effects, by code. */
  effects(): Readonly<Record<string, DossierEffects>>
  totals(): Readonly<Record<string, number>>
  clear(): void
  /** Brings back one effect from a record file. */
  restore(line: RecordLine): void
}

interface Kept {
  data: Readonly<Record<string, unknown>>
  readonly steps: Readonly<Record<string, unknown>>[]
  readonly stepPrints: Set<string>
  inserts: number
  updates: number
  repeatedSteps: number
  refusedInserts: number
}

/** Makes an empty stock of dossiers. */
export function createDossiers(): Dossiers {
  const kept = new Map<string, Kept>()
  const totals = { inserts: 0, updates: 0, steps: 0, repeatedSteps: 0, refusedInserts: 0 }

  const put: Dossiers['put'] = (code, data) => {
    const known = kept.get(code)
    if (known) {
      known.data = data
      known.updates++
      totals.updates++
      return
    }
    kept.set(code, {
      data,
      steps: [],
      stepPrints: new Set(),
      inserts: 1,
      updates: 0,
      repeatedSteps: 0,
      refusedInserts: 0,
    })
    totals.inserts++
  }
  const addStep: Dossiers['addStep'] = (code, step) => {
    const known = kept.get(code)
    if (!known) return
    const print = fingerprintOf(step)
    if (known.stepPrints.has(print)) {
      known.repeatedSteps++
      totals.repeatedSteps++
    }
    known.stepPrints.add(print)
    known.steps.push(step)
    totals.steps++
  }
  return {
    has: (code) => kept.has(code),
    get: (code) => {
      const known = kept.get(code)
      return known && { data: known.data, steps: known.steps, effects: effectsOf(known) }
    },
    put,
    addStep,
    refuse: (code) => {
      const known = kept.get(code)
      if (known) known.refusedInserts++
      totals.refusedInserts++
    },
    effects: () => Object.fromEntries([...kept].map(([code, known]) => [code, effectsOf(known)])),
    totals: () => ({ HoSo: kept.size, ...totals }),
    clear: () => {
      kept.clear()
      for (const name of Object.keys(totals) as (keyof typeof totals)[]) totals[name] = 0
    },
    restore: (line) => {
      const body = typeof line.body === 'object' && line.body !== null ? { ...line.body } : {}
      if (line.operation === 'DongBoHoSoMC') put(line.key, body)
      if (line.operation === 'CapNhatTienDoHoSoMC') addStep(line.key, body)
    },
  }
}

function effectsOf(known: Kept): DossierEffects {
  return {
    inserts: known.inserts,
    updates: known.updates,
    steps: known.steps.length,
    repeatedSteps: known.repeatedSteps,
    refusedInserts: known.refusedInserts,
  }
}
