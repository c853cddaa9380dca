import { join } from 'node:path'
import { createClientAsync } from 'soap'
import { expect, onTestFinished, test, vi } from 'vitest'
import { OPERATION, PATH, requestOfLibrary, service } from '#nodes/soap/service-flow.fixture.ts'
import { installedRegistry } from '../installed.ts'
import { projectFolder } from '../testing/serve.ts'
import { startTestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 90_000 })

test('a published SOAP service answers the client of the soap library through a real worker, and its run is there to be seen', async () => {
  const it = await startTestKernel({
    registry: installedRegistry(projectFolder),
    workerEntry: join(projectFolder, 'runtime', 'src', 'worker', 'main.ts'),
  })
  onTestFinished(() => it.close())
  const flow = { ...service(), settings: { keys: { maYeuCau: 'MaYeuCau' } } }
  const saved = await it.call('PUT', `/flows/${flow.id}`, { flow })
  const wrong = saved.body.problems.filter((problem: { severity: string }) => problem.severity === 'error')
  expect(wrong).toEqual([])
  expect((await it.call('POST', `/flows/${flow.id}/publish`, { note: 'Bản đầu' })).status).toBe(200)

  const client = await createClientAsync(`${it.kernel.gatewayAddress}${PATH}?wsdl`)
  const [answer] = await client[`${OPERATION}Async`](requestOfLibrary())
  expect(answer).toMatchObject({ CongDan: [{ SoDinhDanh: '001099000123' }], GhiChu: 'NGUYỄN THỊ ÁNH' })
  const { runs } = (await it.call('GET', '/runs')).body
  expect(runs).toMatchObject([{ flow: flow.id, status: 'done', keys: { maYeuCau: '0007' } }])
})
