import { expect, test } from 'vitest'
import { permanent } from '#shared/errors/flow-error.ts'
import { effect, flow, world } from '../testing/world.ts'
import { resubmit } from './resubmit.ts'

const keyed = () => flow({ a: effect('hoi', 'a') }, { keys: { ma: 'ma' } })
const refused = (): unknown => permanent('http.rejected', { host: 'h', status: 400 })

test('a message that is edited and submitted again is a new run with its own keys, and the first run stays as it was', async () => {
  const it = world([keyed()])
  it.outside.script.set('a', [refused])
  const { run } = it.send(
    { ma: 'H1', so: 0 },
    { message: { body: { ma: 'H1', so: 0 }, headers: { x: '1' }, keys: {} } },
  )
  await it.until(run, 'failed')
  const before = await it.engine.history.get(run)
  const again = await resubmit({ run, request: 'r1', message: { body: { ma: 'H2', so: 1 } } }, it)
  await it.until(again.run, 'done')
  const seen = await it.trace(again.run)
  expect(seen).toMatchObject({ origin: run, keys: { ma: 'H2' } })
  expect(seen?.steps[0]?.input).toMatchObject({ body: { ma: 'H2', so: 1 }, headers: { x: '1' } })
  expect(it.outside.calls.map((call) => call.body)).toEqual([
    { ma: 'H1', so: 0 },
    { ma: 'H2', so: 1 },
  ])
  expect(await it.engine.history.get(run)).toEqual(before)
})

test('the same request makes one run however often it is asked, another request makes another', async () => {
  const it = world([keyed()])
  const { run } = it.send({ ma: 'H1' })
  await it.until(run, 'done')
  const [first, second] = await Promise.all([resubmit({ run, request: 'r' }, it), resubmit({ run, request: 'r' }, it)])
  const third = await resubmit({ run, request: 's' }, it)
  expect(second.run).toBe(first.run)
  expect(third.run).not.toBe(first.run)
  await it.until(third.run, 'done')
  await it.until(first.run, 'done')
  expect(it.outside.calls).toHaveLength(3)
})

test('a flow that takes no messages takes none from people either', async () => {
  const it = world([keyed()])
  const { run } = it.send({ ma: 'H1' })
  await it.until(run, 'done')
  const deployed = { unit: 'mac-dinh', version: 'v-thu', flow: keyed() }
  it.flows.deploy([{ ...deployed, paused: true }])
  await expect(resubmit({ run, request: 'r' }, it)).rejects.toMatchObject({ data: { code: 'gateway.paused' } })
  it.flows.deploy([])
  await expect(resubmit({ run, request: 'r' }, it)).rejects.toMatchObject({ data: { code: 'flow.unknown-flow' } })
})
