import { expect } from 'vitest'
import { startBroker, withProgramOf } from '#nodes/testing/own-broker.ts'
import { handle } from '#nodes/testing/real-partners.ts'
import { createEgressPolicy } from '#runtime/security/egress.ts'
import { createHttpTool } from './http-tool.ts'
import { testConnection } from './test-connection.ts'

withProgramOf('redis-server')(
  'the certificate of a broker is a step of its own, between port and sign-in',
  async () => {
    const broker = await startBroker('redis-server', ({ port, cert, key, folder }) => [
      ...['--port', '0', '--tls-port', String(port), '--tls-cert-file', cert, '--tls-key-file', key],
      ...['--tls-auth-clients', 'no', '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
    ])
    const policy = createEgressPolicy([])
    const http = createHttpTool(policy)
    const tried = async (given: object) => {
      const values = { protocol: 'redis', host: 'localhost', port: broker.port, ...given }
      const { ok, checks } = await testConnection(handle('queue', values), { http, policy })
      return { ok, steps: checks.map((it) => `${it.step} ${it.ok}`), last: checks.at(-1)?.message?.vi ?? '' }
    }
    try {
      const whole = ['dns true', 'tcp true', 'tls true']
      const verified = await tried({ tls: 'verify', ca: broker.ca })
      expect(verified).toMatchObject({ ok: true })
      expect(verified.steps.slice(0, 3)).toEqual(whole)
      expect((await tried({ tls: 'require' })).steps.slice(0, 3)).toEqual(whole)
      expect(await tried({ tls: 'verify' })).toMatchObject({
        ok: false,
        steps: ['dns true', 'tcp true', 'tls false'],
        last: expect.stringMatching(/Không tin được nơi cấp.*Cấp cho/),
      })
      expect((await tried({ tls: 'off' })).steps).not.toContain('tls true')
    } finally {
      await broker.stop()
    }
  },
)
