import type { SameKeys } from '../same-keys.ts'
import type { simulators as vi } from '../vi/simulators.ts'

/** Simulators. */
export const simulators: SameKeys<typeof vi> = {
  title: 'Simulators',
  lead: 'They play the partner systems in tests; move the sliders to see how flows bear failures',
  stopped: 'This simulator does not run or does not answer.',
  dial: 'Cause faults',
  allOff: 'Turn all off',
  off: 'Off',
  faults: {
    delayMs: 'Slow answers',
    timeoutRate: 'Takes the request, never answers',
    errorRate5xx: 'Server error HTTP 500, 502, 503',
    htmlErrorRate: 'HTTP 200 with an error page as its body',
    sessionExpiredRate: 'Session or access token expired',
    duplicateRate: 'Work done, answered as "already exists"',
    dropAfterRate: 'Work done, connection cut',
    halfResponseRate: 'Work done, only half of the answer sent',
    invalidXmlRate: 'Work done, answered with broken XML',
  },
  empty: {
    title: 'No simulators',
    text: 'Start Liên Thông in demonstration mode (npm start) to have a one-stop-shop system, a national portal and an NGSP to play with.',
  },
}
