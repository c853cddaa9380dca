import { permanent } from '#shared/errors/flow-error.ts'
import type { Tools } from '../run-env.ts'

/** Tools that compute and look up but reach nothing outside, not even simulators: what a test case or a shadow run works with. */
export function sealedTools(tools: Pick<Tools, 'tables' | 'script'>): Tools {
  const refuse = (): Promise<never> => Promise.reject(permanent('test.no-answer'))
  return {
    tables: tools.tables,
    script: tools.script,
    http: refuse,
    connection: refuse,
    shared: refuse,
    drop: refuse,
    log: () => undefined,
  }
}
