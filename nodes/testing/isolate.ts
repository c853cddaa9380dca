import ivm from 'isolated-vm'
import type { StepContext } from '#shared/node/run.ts'

/**
 * Runs scripts of tests in a real isolate, by the rule of the runtime's sandbox: the code is the body of a function of `message`, JSON goes in
 * and out. The limits of the sandbox process itself are tested with it.
 */
export const inIsolate: StepContext['script'] = async (code, input, { ms, mb }) => {
  const isolate = new ivm.Isolate({ memoryLimit: mb })
  try {
    const context = await isolate.createContext()
    const text = `JSON.stringify((function (message) {'use strict';\n${code}\n})(${JSON.stringify(input)}) ?? null)`
    const result: unknown = await context.eval(text, { timeout: ms })
    return JSON.parse(String(result))
  } finally {
    isolate.dispose()
  }
}
