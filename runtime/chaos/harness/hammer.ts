import { join } from 'node:path'
import { projectFolder } from './server.ts'

/** A process that accepts and ends runs and says so: `runtime/src/engine/sqlite/testing/hammer.ts`. */
export const HAMMER = join(projectFolder, 'runtime', 'src', 'engine', 'sqlite', 'testing', 'hammer.ts')
