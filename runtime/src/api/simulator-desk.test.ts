import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createMotCua } from '#nodes/simulators/index.ts'
import { createSimulatorDesk } from './simulator-desk.ts'

test('a running simulator tells its counts and takes a fault dial; one that does not run is listed as such', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-desk-'))
  const simulator = createMotCua({ folder })
  onTestFinished(async () => {
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const { port, url } = await simulator.listen(0)
  const desk = createSimulatorDesk([port, 1])
  expect(await desk.list()).toMatchObject([
    { name: 'mot-cua', url, running: true, faults: {} },
    { name: 'dvcqg', running: false },
  ])
  const [running] = await desk.list()
  expect(Object.keys(running?.countTitles ?? {}).sort()).toEqual(Object.keys(running?.counts ?? { no: 0 }).sort())
  expect(await desk.setFaults('mot-cua', { errorRate5xx: 0.5 })).toMatchObject({ faults: { errorRate5xx: 0.5 } })
  expect(simulator.faults.reading().faults.errorRate5xx).toMatchObject({ value: 0.5 })
  await expect(desk.setFaults('mot-cua', { errorRate5xx: 7 })).rejects.toMatchObject({ data: { code: 'api.invalid' } })
  await expect(desk.setFaults('dvcqg', {})).rejects.toMatchObject({ data: { code: 'api.simulator-down' } })
  await expect(desk.setFaults('khong-co', {})).rejects.toMatchObject({ data: { code: 'api.not-found' } })
})
