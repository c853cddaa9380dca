import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** How long runs are kept (thời hạn lưu giữ). */
export function retentionHandlers({ engine, retentionRules, retentionJob }: Services) {
  async function state() {
    const { last } = retentionJob
    return { ...retentionRules.get(), size: await engine.retention.size(), ...(last ? { last } : {}) }
  }
  return {
    getRetention: state,
    saveRetention: ({ body }) => {
      retentionRules.save(body)
      return state()
    },
  } satisfies Partial<Handlers>
}
