/** How much a simulator does by itself. */
interface TrafficSetting {
  /** Pieces of work a minute; 0 stops. At most 600,000. */
  readonly perMinute: number
}

/** A running stream of work. */
export interface Traffic {
  reading(): { readonly running: boolean; readonly perMinute: number; readonly done: number; readonly failed: number }
  start(setting: TrafficSetting, tick: () => void | Promise<void>): void
  stop(): void
}

/** The most pieces of work that wait for an answer at one time; more would only pile up in memory. */
const MAX_OPEN = 16

/** The most pieces begun in one beat, so that a slow machine is never blocked for long. */
const MAX_PER_BEAT = 200

/** Makes a stream that stands still; it keeps pace with real time and never keeps the process alive by itself. */
export function createTraffic(): Traffic {
  let timer: NodeJS.Timeout | undefined
  let perMinute = 0
  let done = 0
  let failed = 0
  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
    perMinute = 0
  }
  return {
    reading: () => ({ running: timer !== undefined, perMinute, done, failed }),
    stop,
    start: (setting, tick) => {
      stop()
      if (setting.perMinute <= 0) return
      perMinute = Math.min(setting.perMinute, 600_000)
      const perMs = perMinute / 60_000
      const beatMs = Math.min(1000, Math.max(20, 1 / perMs / 4))
      let owed = 1
      let last = performance.now()
      let open = 0
      timer = setInterval(() => {
        const now = performance.now()
        owed = Math.min(owed + (now - last) * perMs, MAX_PER_BEAT)
        last = now
        while (owed >= 1 && open < MAX_OPEN) {
          owed -= 1
          open++
          Promise.resolve()
            .then(tick)
            .then(() => {
              done++
            })
            .catch(() => {
              // a locked database or a full disk may pass; the count tells that it happened
              failed++
            })
            .finally(() => {
              open--
            })
        }
      }, beatMs)
      timer.unref()
    },
  }
}
