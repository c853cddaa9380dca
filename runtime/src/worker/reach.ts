import { realpath } from 'node:fs/promises'
import { isIP } from 'node:net'
import { isAbsolute, relative } from 'node:path'
import type { EgressPolicy } from '#runtime/security/egress.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Reach } from '#shared/node/run.ts'

/** Makes, for the hosts of a connection, what its drivers may reach; `granted` are the folders of this server. */
export function createReach(egress: EgressPolicy, granted: readonly string[]): (hosts: readonly string[]) => Reach {
  return (hosts) => ({
    host(host, port) {
      const refused = egress.refuseHost(host, port, hosts)
      if (refused === undefined) return resolve(egress, host)
      return Promise.reject(permanent('connect.host-not-allowed', { host: `${host}:${port}` }, { reason: refused }))
    },
    folder: (path) => grantedFolder(path, granted),
  })
}

function resolve(egress: EgressPolicy, host: string): Promise<string> {
  // An address of its own was judged already; the look-up is for names, which could lead anywhere.
  if (isIP(host) !== 0) return Promise.resolve(host)
  return new Promise((found, fail) => {
    egress.lookup(host, { all: false }, (error, address) => {
      if (!error && typeof address === 'string') found(address)
      else if (error?.code === 'EGRESS')
        fail(permanent('connect.host-not-allowed', { host }, { reason: error.message }))
      else fail(retryable('connect.unreachable', { host, reason: error?.code ?? 'ENOTFOUND' }))
    })
  })
}

/** Links are followed before the comparison, so that none leads out of what was granted. */
async function grantedFolder(path: string, granted: readonly string[]): Promise<string> {
  const refused = permanent('file.not-granted', { path })
  if (!isAbsolute(path)) throw refused
  const real = await realpath(path).catch(() => undefined)
  for (const root of granted) {
    const realRoot = await realpath(root).catch(() => undefined)
    if (real !== undefined && realRoot !== undefined && isInside(realRoot, real)) return real
    if (real === undefined && isInside(root, path)) throw permanent('file.not-found', { path })
  }
  throw refused
}

/** Whether a path is a folder or lies below it. */
function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || !(way === '..' || way.startsWith('../') || isAbsolute(way))
}
