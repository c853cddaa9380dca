import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Template, templateSchema } from '#shared/api/templates.ts'
import { installedRegistry } from '../installed.ts'
import { startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let kernel: TestKernel
let designer: Record<string, string>
beforeAll(async () => {
  kernel = await startTestKernel({ registry: installedRegistry(join(import.meta.dirname, '..', '..', '..', '..')) })
  designer = await kernel.person('lan', 'designer')
})
afterAll(() => kernel.close())

const list = async (): Promise<Template[]> =>
  templateSchema.array().parse((await kernel.call('GET', '/templates', undefined, designer)).body.templates)
const use = (template: string, id: string, title = 'Luồng của tôi') =>
  kernel.call('POST', `/templates/${template}/use`, { id, title }, designer)

test('every template is offered with a picture, its cases and needs that can all be met', async () => {
  const all = await list()
  expect(all.length).toBeGreaterThanOrEqual(10)
  for (const it of all) {
    expect(it.cases, it.id).toBeGreaterThan(1)
    expect(it.picture.boxes.length, it.id).toBeGreaterThan(2)
    expect(it.picture.wires.length, it.id).toBeGreaterThan(1)
    expect([...it.connections, ...it.tables].map(({ state }) => state)).not.toContain('missing')
    expect(it.connections.map(({ title }) => title).join()).toContain('(giả lập)')
  }
})

test('a template becomes a draft without problems, with cases, connections and code tables; the next copy keeps out of its way', async () => {
  const made = await use('chuyen-ma-xa', 'chuyen-ma-xa')
  expect(made.body).toEqual({
    flow: 'chuyen-ma-xa',
    cases: 4,
    connections: ['mot-cua-csdl'],
    tables: ['xa-chuyen-ma-mau'],
  })
  const { body } = await kernel.call('GET', '/flows/chuyen-ma-xa', undefined, designer)
  expect([body.flow.title, body.state, body.problems]).toEqual(['Luồng của tôi', 'draft', []])
  expect((await kernel.call('GET', '/flows/chuyen-ma-xa/cases', undefined, designer)).body.cases).toHaveLength(4)
  const again = (await list()).find(({ id }) => id === 'chuyen-ma-xa')
  expect([again?.freeId, again?.connections[0]?.state, again?.tables[0]?.state]).toEqual([
    'chuyen-ma-xa-2',
    'present',
    'present',
  ])
})

test('nothing that exists is written over: a taken id is refused, a connection of that name stays as it is', async () => {
  const own = { kind: 'sql', title: 'Của tỉnh', values: { driver: 'sqlite', file: '/srv/mot-cua.sqlite' } }
  await kernel.call('PUT', '/connections/mot-cua-csdl', own)
  await use('duyet-ket-qua', 'duyet')
  const refused = await use('bao-cao-thang', 'duyet')
  expect([refused.status, refused.body.code]).toEqual([409, 'api.exists'])
  expect((await kernel.call('GET', '/flows/duyet')).body.flow.nodes).toHaveProperty('duyet')
  expect((await kernel.call('GET', '/connections/mot-cua-csdl')).body).toMatchObject({ title: 'Của tỉnh' })
  expect((await kernel.call('GET', '/connections/khoa-mot-cua')).status, 'nothing of the refused one').toBe(404)
})

test('a copy under another id takes addresses of its own', async () => {
  await use('bao-cao-thang', 'bao-cao-so')
  const { body } = await kernel.call('GET', '/flows/bao-cao-so', undefined, designer)
  expect(body.flow.nodes['theo-yeu-cau'].settings.path).toBe('/bao-cao-so/bao-cao/thang')
})

test('what is no template is not found, and looking on is not enough', async () => {
  expect((await use('khong-co', 'x')).status).toBe(404)
  const viewer = await kernel.person('binh', 'viewer')
  expect((await kernel.call('GET', '/templates', undefined, viewer)).status).toBe(403)
})

test('the tour is kept for each account', async () => {
  expect((await kernel.call('GET', '/session/tour', undefined, designer)).body).toEqual({ state: 'new', done: [] })
  const tour = { state: 'left', done: ['gallery', 'template'], flow: 'duyet' }
  expect((await kernel.call('PUT', '/session/tour', tour, designer)).body).toEqual(tour)
  expect((await kernel.call('GET', '/session/tour', undefined, designer)).body).toEqual(tour)
  expect((await kernel.call('GET', '/session/tour')).body.state).toBe('new')
  expect((await kernel.call('PUT', '/session/tour', { state: 'open', done: ['khac'] }, designer)).status).toBe(400)
})
