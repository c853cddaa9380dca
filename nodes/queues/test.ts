import { runStages } from '#nodes/connections/checks.ts'
import type { ConnectionCheck } from '#shared/node/connection.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { visit } from './open.ts'

/** Tries a broker: reached, signed in to, and what it says of itself. Nothing is sent. */
export function testQueue(connection: ConnectionHandle): Promise<readonly ConnectionCheck[]> {
  let told = ''
  return runStages({
    async signIn() {
      told = await visit(connection)
    },
    sample: async () => ({ vi: `Trả lời: ${told}`, en: `Answered: ${told}` }),
  })
}
