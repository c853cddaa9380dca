import { expect, test } from 'vitest'
import type { Flow } from '#shared/flow/flow.ts'
import { createFlows } from './flows.ts'
import { firstMessage, outside, randomLibrary } from './testing/random-nodes.ts'

const library = randomLibrary(outside())
const flowOf = (id: string, size = 1): Flow => {
  const more = Array.from({ length: size - 1 }, (_, i) => [`n${i}`, { use: 'tin@1' }] as const)
  return {
    format: 1,
    id,
    title: String(firstMessage.body),
    nodes: { vao: { use: 'tin@1' }, ...Object.fromEntries(more) },
  }
}
const deployed = (id: string, version: string) => ({ unit: 'mac-dinh', version, flow: flowOf(id), paused: false })

test('however many flows are deployed, none of them is fetched again', async () => {
  const flows = createFlows(library, () => Promise.reject(new Error('was deployed')))
  const all = Array.from({ length: 2500 }, (_, i) => deployed(`f${i}`, 'v1'))
  flows.deploy(all)
  for (const { flow } of all) expect((await flows.version(flow.id, 'v1')).flow.id).toBe(flow.id)
})

test('a version that was replaced stays at hand for its runs, also when its flow is deployed no more', async () => {
  const flows = createFlows(library, () => Promise.reject(new Error('was known')))
  flows.deploy([deployed('f', 'v1')])
  flows.deploy([deployed('f', 'v2')])
  expect((await flows.version('f', 'v1')).version).toBe('v1')
  flows.deploy([])
  expect((await flows.version('f', 'v2')).version).toBe('v2')
})

test('old versions are kept by their size, those used last', async () => {
  const fetched: string[] = []
  const flows = createFlows(library, async (flow) => {
    fetched.push(flow)
    return flowOf(flow, 900)
  })
  for (const id of ['a', 'b', 'a', 'c', 'a', 'b']) await flows.version(id, 'v')
  expect(fetched).toEqual(['a', 'b', 'c', 'b'])
})

test('a version that could not be fetched is asked for again', async () => {
  let answers = 0
  const flows = createFlows(library, async (flow) => (answers++ === 0 ? undefined : flowOf(flow)))
  await expect(flows.version('f', 'v')).rejects.toThrow('flow.unknown-flow')
  expect((await flows.version('f', 'v')).flow.id).toBe('f')
})
