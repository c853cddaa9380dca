import { closeOnSignals, serve } from './serve.ts'

/** A whole server in a process of its own, for tests that stop or kill it. */
const kernel = await serve(process.env)
closeOnSignals(kernel.close)
