import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle, StepContext } from '#shared/node/run.ts'
import { type LdapSession, openLdap } from './session.ts'

const IDLE_MS = 30_000
const MOST_IDLE = 4

/** The bounds of one question. */
interface Within {
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

/** Lines to one directory that are kept for the next question, so that not every message signs in. */
interface Keeper {
  use<T>(within: Within, work: (session: LdapSession) => Promise<T>): Promise<T>
  close(): void
}

/** Works on a line of this connection that is kept in the worker. What it asks is asked again when a kept line turns out to be gone. */
export async function withDirectory<T>(
  id: string,
  within: Within,
  context: StepContext,
  work: (session: LdapSession) => Promise<T>,
): Promise<T> {
  const connection = await context.connection(id)
  const keeper = await context.shared(
    `ldap:${id}`,
    async () => createKeeper(connection),
    (it) => it.close(),
  )
  return keeper.use(within, work)
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

  async function workOn<T>(session: LdapSession, work: (session: LdapSession) => Promise<T>): Promise<T> {
    try {
      const found = await work(session)
      keep(session)
      return found
    } catch (error) {
      session.close()
      throw error
    }
  }

  return {
    async use(within, work) {
      const session = kept()
      if (session) {
        try {
          return await workOn(session, work)
        } catch (error) {
          // Servers close lines that were idle; what is asked may be asked twice, so it is asked once more on a new one.
          if (within.signal.aborted || toErrorData(error).code !== 'connect.cut') throw error
        }
      }
      return workOn(await openLdap(connection, within), work)
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
