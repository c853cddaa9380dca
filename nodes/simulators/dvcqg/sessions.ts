import { hex, type Random } from '../frame/random.ts'

/** Sessions that logins gave out. */
export interface Sessions {
  open(): string
  /** True while the session is known and its time is not over. */
  isOpen(session: string): boolean
  end(session: string): void
  setSeconds(seconds: number): void
  seconds(): number
  count(): number
  clear(): void
}

/** Sessions kept at most; the oldest goes first, so that endless logins do not fill the memory. */
const MOST = 10_000

/** Makes a book of sessions that end `seconds` after their login, whether used or not. */
export function createSessions(random: Random, clock: () => Date, seconds: number): Sessions {
  const ends = new Map<string, number>()
  let lasting = seconds
  return {
    open: () => {
      const oldest = ends.size >= MOST ? ends.keys().next().value : undefined
      if (oldest !== undefined) ends.delete(oldest)
      const session = hex(random, 32)
      ends.set(session, clock().getTime() + lasting * 1000)
      return session
    },
    isOpen: (session) => {
      const end = ends.get(session)
      if (end === undefined) return false
      if (clock().getTime() < end) return true
      ends.delete(session)
      return false
    },
    end: (session) => {
      ends.delete(session)
    },
    setSeconds: (value) => {
      lasting = value
    },
    seconds: () => lasting,
    count: () => ends.size,
    clear: () => {
      ends.clear()
      lasting = seconds
    },
  }
}
