import { say } from './figures.ts'
import { pause, type Server } from './server.ts'

/** Starts the kernel again whenever it is gone, as a service manager does on a real machine. */
export interface ServiceManager {
  readonly restarts: number
  /** Lets the kernel end for good from now on; resolves when none is being started any more. */
  leave(): Promise<void>
}

const AGAIN_MS = 100

/** Looks after a running server. */
export function manageService(server: Server): ServiceManager {
  let restarts = 0
  let leaving = false
  const { promise: left, resolve: leave } = Promise.withResolvers<'left'>()
  const watching = (async () => {
    while ((await Promise.race([server.ended(), left])) !== 'left' && !leaving) {
      restarts++
      await server.start().catch((error: unknown) => say(`  a start failed: ${String(error).split('\n')[0]}`))
      await pause(AGAIN_MS)
    }
  })()
  return {
    get restarts() {
      return restarts
    },
    async leave() {
      leaving = true
      leave('left')
      await watching
    },
  }
}
