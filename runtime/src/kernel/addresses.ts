import { createServer, type Server } from 'node:http'
import type { KernelConfig } from './config.ts'

/** The admin listener as people type it. */
export function adminAddress({ publicUrl, host }: KernelConfig, port: number): string {
  return publicUrl ?? `http://${reachable(host)}:${port}`
}

/** The gateway as partners type it. */
export function gatewayAddress({ host }: KernelConfig, port: number): string {
  return `http://${reachable(host)}:${port}`
}

/** True when people reach the admin listener over HTTPS (a proxy in front). */
export function isHttps({ publicUrl }: KernelConfig): boolean {
  return publicUrl?.startsWith('https:') === true
}

/** The wildcard addresses are for listening only. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

/** Listens and answers with the port; rejects when the address is taken. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/** Lets answers in progress end, for two seconds; idle connections are cut at once. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), 2000)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** A port that is free now, for a gateway on port 0: its workers must all be told the same number. */
export async function freePort(host: string): Promise<number> {
  const server = createServer()
  const port = await listen(server, host, 0)
  await closeServer(server)
  return port
}
