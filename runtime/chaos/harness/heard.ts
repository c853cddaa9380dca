import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** The next message of a child process. Throws when the process ends without one. */
export async function heard(child: ChildProcess): Promise<unknown> {
  const stop = new AbortController()
  const { signal } = stop
  const ended = once(child, 'exit', { signal }).then(([code, killedBy]) => {
    throw new Error(`a process ended (${String(code ?? killedBy)}) before it said anything`)
  })
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended])
    return message
  } finally {
    stop.abort()
  }
}
