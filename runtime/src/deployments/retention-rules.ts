import type { Database } from 'better-sqlite3'
import { type RetentionDays, type RetentionRules, saveRetentionSchema, usualRetention } from '#shared/api/retention.ts'
import { permanent } from '#shared/errors/flow-error.ts'

/** The rules of how long runs are kept. */
export interface RetentionRuleStore {
  get(): RetentionRules
  /** Throws `api.invalid` when a run would go before its contents. */
  save(rules: RetentionRules): void
}

/** The rules as one fact of the installation. */
export function createRetentionRules(db: Database): RetentionRuleStore {
  const read = db.prepare<[], { value: string }>("SELECT value FROM facts WHERE name = 'retention'")
  const write = db.prepare<[string]>(
    "INSERT INTO facts (name, value) VALUES ('retention', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  )
  return {
    get() {
      const row = read.get()
      return row ? saveRetentionSchema.parse(JSON.parse(row.value)) : usualRetention
    },
    save(rules) {
      requireOrder('usual', rules.usual)
      for (const [flow, rule] of Object.entries(rules.flows)) requireOrder(`flows.${flow}`, rule)
      write.run(JSON.stringify(rules))
    },
  }
}

function requireOrder(place: string, { contentDays, runDays }: RetentionDays): void {
  if (runDays < contentDays)
    throw permanent('api.invalid', {
      place: `${place}.runDays`,
      reason: {
        vi: `không được ít hơn số ngày giữ nội dung (${contentDays})`,
        en: `must not be less than the days of the contents (${contentDays})`,
      },
    })
}
