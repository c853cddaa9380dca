import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle, StepContext } from '#shared/node/run.ts'
import { type LdapFound, type LdapSearch, type LdapSession, openLdap } from './session.ts'

const IDLE_MS = 30_000
const MOST_IDLE = 4

/** Lines to one directory that are kept for the next search, so that not every message signs in. */
interface Keeper {
  search(call: LdapSearch): Promise<LdapFound>
  close(): void
}

/** Searches on a line of this connection that is kept in the worker. */
export async function searchDirectory(id: string, call: LdapSearch, context: StepContext): Promise<LdapFound> {
  const connection = await context.connection(id)
  const keeper = await context.shared(
    `ldap:${id}`,
    async () => createKeeper(connection),
    (it) => it.close(),
  )
  return keeper.search(call)
}

function createKeeper(connection: ConnectionHandle): Keeper {
  const idle: { readonly session: LdapSession; readonly timer: NodeJS.Timeout }[] = []
  let closed = false

  function kept(): LdapSession | undefined {
    for (let one = idle.pop(); one; one = idle.pop()) {
      clearTimeout(one.timer)
      if (one.session.alive) return one.session
      one.session.close()
    }
    return undefined
  }

  function keep(session: LdapSession): void {
    if (closed || !session.alive || idle.length >= MOST_IDLE) return session.close()
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((one) => one.timer === timer),
        1,
      )
      session.close()
    }, IDLE_MS).unref()
    idle.push({ session, timer })
  }

  async function searchOn(session: LdapSession, call: LdapSearch): Promise<LdapFound> {
    try {
      const found = await session.search(call)
      keep(session)
      return found
    } catch (error) {
      session.close()
      throw error
    }
  }

  return {
    async search(call) {
      const session = kept()
      if (session) {
        try {
          return await searchOn(session, call)
        } catch (error) {
          // Servers close lines that were idle; a search changes nothing, so it is asked once more on a new one.
          if (call.signal.aborted || toErrorData(error).code !== 'connect.cut') throw error
        }
      }
      return searchOn(await openLdap(connection, call), call)
    },
    close() {
      closed = true
      for (const { session, timer } of idle.splice(0)) {
        clearTimeout(timer)
        session.close()
      }
    },
  }
}
