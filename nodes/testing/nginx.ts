import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, listening, withProgram } from './file-servers.ts'

const NGINX = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find(existsSync)

/** Tests with a real nginx. */
export const withNginx = withProgram('nginx', NGINX !== undefined)

/** An nginx of one test: its port, and the folder of its files. */
export interface Nginx {
  readonly port: number
  readonly folder: string
  stop(): Promise<void>
}

/** Starts nginx on a free port of this machine; `server` gives what stands in its one `server` block beside `root`. */
export async function startNginx(server: (place: { readonly port: number }) => string): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'lt-nginx-'))
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join('\n')
  const config = `daemon off; master_process off; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')};
events { worker_connections 64; }
http { access_log off; default_type application/json; ${temporary}
server { root ${folder}; ${server({ port })} } }`
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, config)
  const child = spawn(NGINX ?? 'nginx', ['-p', folder, '-c', file], { stdio: 'ignore' })
  await listening(port)
  return {
    port,
    folder,
    async stop() {
      const ended = new Promise((done) => child.once('exit', done))
      if (child.exitCode === null && child.kill('SIGKILL')) await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
