import fc from 'fast-check'
import type { Kind } from '../kind.ts'

const texts = fc.constant('x')

/** Parsers that take the process with them, for the test of the watchdog. */
export const KINDS: Readonly<Record<string, Kind>> = {
  good: { texts, feed: () => 'taken' },
  endless: {
    texts,
    feed(bytes) {
      while (bytes.toString() === 'loops');
      return 'taken'
    },
  },
  deadly: {
    texts,
    feed(bytes) {
      if (bytes.toString() === 'dies') process.kill(process.pid, 'SIGSEGV')
      return 'taken'
    },
  },
}
