import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { projectFolder, type Server } from './server.ts'

/** The product's own verifier of the audit trail, on the stopped server; what is wrong, in words. */
export function chainIsWhole(server: Server): readonly string[] {
  const main = join(projectFolder, 'runtime', 'src', 'cli', 'main.ts')
  try {
    execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'verify-audit'], {
      env: {
        PATH: process.env.PATH ?? '',
        LIENTHONG_DATA: server.data,
        LIENTHONG_MASTER_KEY_FILE: join(server.folder, 'master.key'),
      },
      stdio: 'pipe',
    })
    return []
  } catch (error) {
    return [`the audit trail: ${String(error)}`]
  }
}
