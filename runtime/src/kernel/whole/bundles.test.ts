import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestKernel, type TestKernel, testFlow } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let from: TestKernel
let to: TestKernel
let designer: Record<string, string>
let admin: Record<string, string>
beforeAll(async () => {
  from = await startTestKernel()
  to = await startTestKernel()
  designer = await to.person('lan', 'designer')
  admin = await to.person('quan-tri', 'admin')
  const values = { baseUrl: 'http://127.0.0.1:7111', auth: 'none' }
  await from.call('PUT', '/connections/mot-cua', { kind: 'http', title: 'Một cửa', values })
  await to.call('PUT', '/connections/mot-cua-tinh', { kind: 'http', title: 'Một cửa tỉnh', values })
  await from.call('PUT', '/flows/gui-di', {
    flow: testFlow('gui-di', { connection: 'mot-cua' }),
    layout: { format: 1, at: { nhan: [8, 16] } },
  })
  await from.call('POST', '/flows/gui-di/publish', { note: 'lần đầu' })
  const expectation = { expect: { steps: {}, notReached: [] } }
  await from.call('PUT', '/flows/gui-di/cases/ca-mot', {
    title: 'Ca một',
    input: { body: { Ma: '001' } },
    ...expectation,
  })
})
afterAll(async () => {
  await from.close()
  await to.close()
})

const packed = async (): Promise<string> =>
  (await from.call('POST', '/bundles/export', { flows: ['gui-di'] })).body.content
const apply = (content: string, more: object, who: Record<string, string>) =>
  to.call('POST', '/bundles/apply', { content, ...more }, who)

test('the preview tells signature, what is new and which connections to bind, and changes nothing', async () => {
  const { body } = await to.call('POST', '/bundles/preview', { content: await packed() }, designer)
  expect(body).toMatchObject({
    signature: { is: 'unknown', key: expect.stringMatching(/^[0-9a-f]{64}$/) },
    flows: [{ id: 'gui-di', state: 'new', changes: [], problems: [], cases: 1, ownDraft: false }],
    connections: [
      { id: 'mot-cua', kind: 'http', fits: false, candidates: [{ id: 'mot-cua-tinh', title: 'Một cửa tỉnh' }] },
    ],
  })
  expect((await to.call('GET', '/flows/gui-di')).status).toBe(404)
})

test('an unknown key needs an administrator, who may take the bundle or trust the key for all', async () => {
  const content = await packed()
  const bind = { 'mot-cua': 'mot-cua-tinh' }
  expect((await apply(content, { bind }, designer)).body.code).toBe('bundle.untrusted')
  expect((await apply(content, { bind, acceptUntrusted: true }, designer)).body.code).toBe('bundle.untrusted')
  expect((await to.call('GET', '/flows/gui-di')).status).toBe(404)
  const { own } = (await from.call('GET', '/bundles/signers')).body
  const refused = await to.call('POST', '/bundles/signers', { title: 'Sở', publicKey: own.publicKey }, designer)
  expect(refused.status).toBe(403)
  await to.call('POST', '/bundles/signers', { title: 'Sở Thử nghiệm', publicKey: own.publicKey }, admin)
  expect((await apply(content, { bind }, designer)).body).toEqual({ flows: ['gui-di'], tables: [], cases: 1 })
  const { body } = await to.call('GET', '/flows/gui-di', undefined, designer)
  expect(body).toMatchObject({ state: 'draft', draftBy: 'lan', layout: { at: { nhan: [8, 16] } } })
  expect(body.flow.nodes.goi.settings.connection).toBe('mot-cua-tinh')
  const trail = (await to.call('GET', '/audit', undefined, admin)).body.entries
  expect(trail.map((it: { action: string }) => it.action)).toEqual(
    expect.arrayContaining(['trustSigner', 'applyBundle']),
  )
})

test('an unpublished draft is not replaced without consent, and the preview tells what would change', async () => {
  const { body } = await to.call('POST', '/bundles/preview', { content: await packed() }, designer)
  expect(body.flows[0]).toMatchObject({ state: 'changed', ownDraft: true })
  expect(body.flows[0].changes[0].sentence.vi).toContain('kết nối')
  expect((await apply(await packed(), {}, designer)).body.code).toBe('bundle.draft-in-way')
  expect((await apply(await packed(), { replaceDrafts: true }, designer)).status).toBe(200)
})

test('what is no bundle, too large or for an unknown connection is refused and nothing is imported', async () => {
  const preview = (content: string) => to.call('POST', '/bundles/preview', { content }, designer)
  expect((await preview(Buffer.from('không phải gói').toString('base64'))).body.code).toBe('bundle.unreadable')
  expect((await preview('***')).body.code).toBe('api.invalid')
  const bad = await apply(await packed(), { bind: { 'mot-cua': 'khong-co' }, replaceDrafts: true }, designer)
  expect(bad.body.code).toBe('api.invalid')
})

test('the key of an installation stays the same over a restart', async () => {
  const before = (await to.call('GET', '/bundles/signers')).body.own.id
  await to.kernel.close()
  const again = await startTestKernel({ reuse: to })
  expect((await again.call('GET', '/bundles/signers')).body.own.id).toBe(before)
  await again.close()
})
