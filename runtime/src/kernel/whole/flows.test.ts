import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openStore } from '../store/open-store.ts'
import { type Answer, startTestKernel, type TestKernel, testFlow } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let it: TestKernel
let an: Record<string, string>
let binh: Record<string, string>
beforeAll(async () => {
  it = await startTestKernel({ workers: 2 })
  an = await it.person('an', 'designer')
  binh = await it.person('binh', 'designer')
})
afterAll(() => it.close())

const save = (id: string, flow: unknown, who = an, revision?: number): Promise<Answer> =>
  it.call('PUT', `/flows/${id}`, { flow, ...(revision === undefined ? {} : { revision }) }, who)
const publish = (id: string, who = an): Promise<Answer> =>
  it.call('POST', `/flows/${id}/publish`, { note: 'lần đầu' }, who)
const get = (id: string, who = an): Promise<Answer> => it.call('GET', `/flows/${id}`, undefined, who)

async function told(): Promise<readonly { id: string; version: string; paused: boolean }[]> {
  const { body } = await it.call('POST', '/expressions/preview', { expression: 'who', input: null })
  return body.result.told.flows
}

test('a draft is saved with its problems, and every save gives the next revision', async () => {
  const first = await save('ban-nhap', { ...testFlow('ban-nhap'), nodes: {} })
  expect(first.body).toMatchObject({ revision: 1, problems: [{ code: 'flow.empty', severity: 'error' }] })
  const second = await save('ban-nhap', testFlow('ban-nhap'), an, 1)
  expect(second.body).toMatchObject({ revision: 2, problems: [] })
  expect((await get('ban-nhap')).body).toMatchObject({ revision: 2, state: 'draft', draftBy: 'an', otherDrafts: [] })
})

test('a save from an older revision is refused and changes nothing', async () => {
  await save('hai-thoi', testFlow('hai-thoi'))
  await save('hai-thoi', testFlow('hai-thoi', { title: 'Mới' }), an, 1)
  const late = await save('hai-thoi', testFlow('hai-thoi', { title: 'Cũ' }), an, 1)
  expect([late.status, late.body.code]).toEqual([409, 'api.conflict'])
  expect((await get('hai-thoi')).body.flow.title).toBe('Mới')
})

test('what is no flow is refused with the place, and so is a flow under another id', async () => {
  const broken = await save('hong', { format: 1, id: 'hong', title: 'x', nodes: { a: { use: 'không hợp lệ' } } })
  expect(broken.status).toBe(422)
  expect(broken.body.problems[0]).toMatchObject({ code: 'flow.shape', node: 'a', path: 'use' })
  expect((await save('khac', testFlow('hong'))).body).toMatchObject({ status: 400, code: 'api.invalid' })
  expect((await get('hong')).status).toBe(404)
})

test('publishing reaches every worker, and errors leave the running version alone', async () => {
  await save('dong-bo', testFlow('dong-bo'))
  const published = await publish('dong-bo')
  expect(published.body.version).toMatch(/^[0-9a-f]{64}$/)
  for (let i = 0; i < 4; i++)
    expect(await told()).toContainEqual({ id: 'dong-bo', version: published.body.version, paused: false })

  await save('dong-bo', testFlow('dong-bo', { connection: 'chua-co' }))
  const refused = await publish('dong-bo')
  expect([refused.status, refused.body.code]).toEqual([422, 'flow.has-errors'])
  expect(refused.body.problems[0]).toMatchObject({ code: 'flow.unknown-connection', node: 'goi' })
  expect(await told()).toContainEqual({ id: 'dong-bo', version: published.body.version, paused: false })
  expect((await get('dong-bo')).body).toMatchObject({ state: 'changed', version: published.body.version })
})

test('a version that a worker cannot prepare is taken back', async () => {
  await save('kho-nuot', testFlow('kho-nuot'))
  const good = (await publish('kho-nuot')).body.version
  await save('kho-nuot', testFlow('kho-nuot', { title: 'Luồng không chạy được' }))
  expect((await publish('kho-nuot')).status).toBe(500)
  expect(await told()).toContainEqual({ id: 'kho-nuot', version: good, paused: false })
  expect((await get('kho-nuot')).body.version).toBe(good)
  await it.call('DELETE', '/flows/kho-nuot', undefined, an)
})

test('an older version can run again, and publishing equal content makes no new version', async () => {
  await save('quay-lui', testFlow('quay-lui'))
  const one = (await publish('quay-lui')).body.version
  expect((await publish('quay-lui')).body.version).toBe(one)
  await save('quay-lui', testFlow('quay-lui', { path: '/moi' }))
  await publish('quay-lui')
  const back = (note: string) => it.call('POST', `/flows/quay-lui/versions/1/activate`, { note }, an)
  expect((await back('  ')).body.code).toBe('api.invalid')
  expect((await back('Bản 2 sai địa chỉ')).status).toBe(200)
  const { body } = await it.call('GET', '/flows/quay-lui/versions', undefined, an)
  expect(body.versions.map((row: { number: number; active: boolean }) => [row.number, row.active])).toEqual([
    [2, false],
    [1, true],
  ])
  expect(body.versions[0]).not.toHaveProperty('returned')
  expect(body.versions[1].returned).toMatchObject({ note: 'Bản 2 sai địa chỉ', at: expect.any(String) })
  expect(await told()).toContainEqual({ id: 'quay-lui', version: one, paused: false })
  await save('quay-lui', testFlow('quay-lui', { path: '/moi' }))
  await publish('quay-lui')
  const again = await it.call('GET', '/flows/quay-lui/versions/2', undefined, an)
  expect(again.body).toMatchObject({ active: true, returned: { by: body.versions[1].returned.by } })
})

test('a version is given a name with its publication or later; the name is changed, shown in a comparison, and taken away', async () => {
  await save('dat-ten', testFlow('dat-ten'))
  const { version } = (await it.call('POST', '/flows/dat-ten/publish', { note: '', name: '  Theo QĐ 15 ' }, an)).body
  const names = async () =>
    (await it.call('GET', '/flows/dat-ten/versions', undefined, an)).body.versions.map(
      (row: { name: string }) => row.name,
    )
  expect(await names()).toEqual(['Theo QĐ 15'])
  await it.call('POST', '/flows/dat-ten/publish', { note: '', name: 'Tên khác' }, an)
  expect(await names()).toEqual(['Theo QĐ 15'])
  const name = (text: unknown) => it.call('PUT', '/flows/dat-ten/versions/1/name', { name: text }, an)
  // Composed and decomposed letters are one name.
  expect((await name('Đợt 2'.normalize('NFD'))).body).toMatchObject({
    version,
    number: 1,
    name: 'Đợt 2'.normalize('NFC'),
  })
  await save('dat-ten', testFlow('dat-ten', { path: '/khac' }))
  const diff = await it.call('GET', '/flows/dat-ten/diff?from=1&to=draft', undefined, an)
  expect(diff.body.before).toMatchObject({ number: 1, name: 'Đợt 2' })
  expect(diff.body.after).not.toHaveProperty('number')
  expect((await name('x'.repeat(81))).body.code).toBe('api.invalid')
  expect((await it.call('PUT', '/flows/dat-ten/versions/9/name', { name: 'x' }, an)).status).toBe(404)
  await name('')
  expect(await names()).toEqual([''])
})

test('a timetable goes on through a publish that does not touch it, and counts anew when it changes', async () => {
  const since = (): unknown => {
    const db = openStore(it.data)
    const row = db.prepare("SELECT since FROM deployments WHERE flow = 'lich'").get()
    db.close()
    return row
  }
  await save('lich', testFlow('lich'))
  await publish('lich')
  const first = since()
  await save('lich', testFlow('lich', { title: 'Tên khác' }))
  await publish('lich')
  expect(since()).toEqual(first)
  await save('lich', testFlow('lich', { path: '/lich-khac' }))
  await publish('lich')
  expect(since()).not.toEqual(first)
})

test('an address belongs to one flow', async () => {
  await save('chiem-cho', testFlow('chiem-cho', { path: '/chung/{ma}' }))
  await publish('chiem-cho')
  await save('den-sau', testFlow('den-sau', { path: '/chung/{so}' }))
  expect((await publish('den-sau')).body.problems[0]).toMatchObject({ code: 'flow.path-taken' })
})

test('two people have their own drafts and are told about each other', async () => {
  await save('chung', testFlow('chung'))
  await publish('chung')
  expect((await get('chung', binh)).body).toMatchObject({ revision: 0, state: 'published' })
  await save('chung', testFlow('chung', { title: 'Của Bình' }), binh)
  await save('chung', testFlow('chung', { title: 'Của An' }), an)
  const seen = (await get('chung')).body
  expect(seen.flow.title).toBe('Của An')
  expect(seen.otherDrafts).toMatchObject([{ by: 'binh' }])

  await publish('chung')
  const later = (await get('chung', binh)).body
  expect(later.flow.title).toBe('Của Bình')
  expect(later.problems).toMatchObject([{ code: 'flow.older-base', severity: 'warning' }])
  expect((await it.call('DELETE', '/flows/chung/draft', undefined, binh)).status).toBe(204)
  expect((await get('chung', binh)).body).toMatchObject({ flow: { title: 'Của An' }, revision: 0, problems: [] })
})

test('edits that were begun before somebody published say so, also the first of them', async () => {
  await save('dang-mo', testFlow('dang-mo'))
  await publish('dang-mo')
  const opened = (await get('dang-mo', binh)).body
  await save('dang-mo', testFlow('dang-mo', { title: 'Của An' }))
  await publish('dang-mo')
  const late = { flow: testFlow('dang-mo', { title: 'Của Bình' }), revision: 0, base: opened.version }
  const saved = await it.call('PUT', '/flows/dang-mo', late, binh)
  expect(saved.body.problems).toMatchObject([{ code: 'flow.older-base', severity: 'warning' }])
  expect((await get('dang-mo', binh)).body).toMatchObject({ base: opened.version, flow: { title: 'Của Bình' } })
  const unknown = await it.call('PUT', '/flows/dang-mo', { ...late, revision: 1, base: 'khong-co' }, binh)
  expect(unknown.body.code).toBe('api.not-found')
})

test('a draft that was begun before the first version is warned of it, however often it is saved', async () => {
  const put = (revision: number) =>
    it.call('PUT', '/flows/chua-ban', { flow: testFlow('chua-ban', { title: 'Của Bình' }), revision, base: null }, binh)
  expect((await put(0)).body.problems).toEqual([])
  await save('chua-ban', testFlow('chua-ban', { title: 'Của An' }))
  await publish('chua-ban')
  expect((await put(1)).body.problems).toMatchObject([{ code: 'flow.older-base', severity: 'warning' }])
  const seen = (await get('chua-ban', binh)).body
  expect(seen).toMatchObject({ flow: { title: 'Của Bình' }, draftBy: 'binh' })
  expect(seen.base).toBeUndefined()
  expect((await put(2)).body.problems).toMatchObject([{ code: 'flow.older-base', severity: 'warning' }])
})

test('a draft stands on the version that its saves name: the one merged into it, or the one before when that is undone', async () => {
  await save('gop-ban', testFlow('gop-ban'))
  await publish('gop-ban')
  const first = (await get('gop-ban', binh)).body.version
  const put = (revision: number, base: string) =>
    it.call('PUT', '/flows/gop-ban', { flow: testFlow('gop-ban', { title: 'Của Bình' }), revision, base }, binh)
  await put(0, first)
  await save('gop-ban', testFlow('gop-ban', { title: 'Của An' }))
  await publish('gop-ban')
  const second = (await get('gop-ban')).body.version
  expect((await put(1, first)).body.problems).toMatchObject([{ code: 'flow.older-base' }])
  expect((await put(2, second)).body.problems).toEqual([])
  expect((await get('gop-ban', binh)).body).toMatchObject({ base: second, flow: { title: 'Của Bình' } })
  expect((await put(3, first)).body.problems).toMatchObject([{ code: 'flow.older-base' }])
  expect((await get('gop-ban', binh)).body).toMatchObject({ base: first })
})

test('a draft without changes does not hide what others publish', async () => {
  await save('theo-kip', testFlow('theo-kip'))
  await publish('theo-kip')
  await save('theo-kip', testFlow('theo-kip', { title: 'Hai' }), binh)
  await publish('theo-kip', binh)
  expect((await get('theo-kip')).body).toMatchObject({ flow: { title: 'Hai' }, state: 'published', problems: [] })
})

test('pausing and resuming reach the workers; a paused flow stays paused through a publish', async () => {
  await save('tam-dung', testFlow('tam-dung'))
  await publish('tam-dung')
  expect((await it.call('POST', '/flows/tam-dung/pause', { reason: 'Cổng bảo trì' }, an)).status).toBe(204)
  await save('tam-dung', testFlow('tam-dung', { title: 'Khác' }))
  const { version } = (await publish('tam-dung')).body
  expect(await told()).toContainEqual({ id: 'tam-dung', version, paused: true })
  expect((await get('tam-dung')).body.state).toBe('paused')
  await it.call('POST', '/flows/tam-dung/resume', undefined, an)
  expect(await told()).toContainEqual({ id: 'tam-dung', version, paused: false })
})

test('a deleted flow leaves the workers and the list, keeps its versions, and can be made again', async () => {
  await save('xoa', testFlow('xoa'))
  await publish('xoa')
  expect((await it.call('DELETE', '/flows/xoa', undefined, an)).status).toBe(204)
  expect((await told()).map((flow) => flow.id)).not.toContain('xoa')
  expect((await get('xoa')).status).toBe(404)
  await save('xoa', testFlow('xoa'))
  expect((await it.call('GET', '/flows/xoa/versions', undefined, an)).body.versions).toHaveLength(1)
})

test('the difference of two versions is told in words', async () => {
  await save('khac-nhau', testFlow('khac-nhau'))
  await publish('khac-nhau')
  const values = { baseUrl: 'http://127.0.0.1:7111', auth: 'none' }
  await it.call('PUT', '/connections/dvcqg-thu', { kind: 'http', title: 'DVCQG', values })
  await save('khac-nhau', testFlow('khac-nhau', { path: '/b', connection: 'dvcqg-thu' }))
  const { body } = await it.call('GET', '/flows/khac-nhau/diff?from=published&to=draft', undefined, an)
  expect(body.changes.map((change: { sentence: { vi: string } }) => change.sentence.vi)).toEqual([
    'Thêm dây từ “Nhận HTTP” đến “Gửi hồ sơ”',
    'Bước “Nhận HTTP”: đường dẫn đổi từ “/khac-nhau” thành “/b”',
    'Thêm bước “Gửi hồ sơ” (Gọi HTTP)',
  ])
})

test('a difference says who else meets it', async () => {
  await save('duoc-goi', testFlow('duoc-goi'))
  await publish('duoc-goi')
  const values = { baseUrl: 'http://127.0.0.1:7111', auth: 'none' }
  await it.call('PUT', '/connections/ben-nhan', { kind: 'http', title: 'Bên nhận', values })
  await save('duoc-goi', testFlow('duoc-goi', { connection: 'ben-nhan' }))
  const { body } = await it.call('GET', '/flows/duoc-goi/diff?from=published&to=draft', undefined, an)
  expect(body.impact).toMatchObject({
    callers: [],
    connections: [{ id: 'ben-nhan', title: 'Bên nhận', kind: { vi: expect.any(String) }, changed: true }],
  })
  expect(Object.keys(body.before.flow.nodes)).toEqual(['nhan'])
  expect(Object.keys(body.after.flow.nodes).sort()).toEqual(['goi', 'nhan'])
})

test('the list shows state, triggers and counts', async () => {
  const { body } = await it.call('GET', '/flows', undefined, an)
  const row = body.flows.find((flow: { id: string }) => flow.id === 'dong-bo')
  expect(row).toMatchObject({ state: 'changed', draftBy: 'an', counts: { accepted: 0, open: 0 } })
  expect(row.triggers).toEqual([{ node: 'nhan', type: 'http-in', address: `POST ${it.kernel.gatewayAddress}/dong-bo` }])
  expect(row.traffic).toHaveLength(24)
})

test('a test run takes the draft to a worker, or the version that is asked for', async () => {
  await save('chay-thu', testFlow('chay-thu', { title: 'Một' }))
  await publish('chay-thu')
  await save('chay-thu', testFlow('chay-thu', { title: 'Hai' }))
  const input = { body: { maHoSo: '000.00.00.H01-260701-0001' } }
  const draft = await it.call('POST', '/flows/chay-thu/test', { input }, an)
  expect(draft.body.reply.body).toEqual({ input: input.body, title: 'Hai' })
  expect((await it.call('POST', '/flows/chay-thu/test', { input, version: '1' }, an)).body.reply.body.title).toBe('Một')
})

test('a connection in use is not deleted, keeps secrets that are not sent, and loses them with its kind', async () => {
  const values = { baseUrl: 'https://dvc.example.vn', auth: 'bearer' }
  const put = (body: object): Promise<Answer> =>
    it.call('PUT', '/connections/doi-tac', { kind: 'http', title: 'Đối tác', values, ...body })
  await put({ secrets: { token: 'mot-khoa-bi-mat' } })
  expect((await put({})).body).toMatchObject({ secretsSet: ['token'], simulator: false, usedBy: [] })
  expect((await put({ secrets: { 'khong-co': 'x' } })).body).toMatchObject({ code: 'api.invalid', status: 400 })
  expect((await put({ values: { baseUrl: 'không phải địa chỉ' } })).status).toBe(400)
  expect((await it.call('POST', '/connections/doi-tac/test')).body).toMatchObject({ ok: true, checks: [{ ok: true }] })
  await save('dung-ket-noi', testFlow('dung-ket-noi', { connection: 'doi-tac' }))
  await publish('dung-ket-noi')
  expect((await it.call('DELETE', '/connections/doi-tac')).body.code).toBe('api.in-use')
  expect((await it.call('GET', '/connections/doi-tac')).body.usedBy).toEqual([{ flow: 'dung-ket-noi', node: 'goi' }])
  const other = await it.call('PUT', '/connections/doi-tac', { kind: 'api-key', title: 'Khác', values: {} })
  expect(other.body.secretsSet ?? other.body).toEqual([])
})

test('a connection in the words of an older installation is taken and kept in those of today, and keeps its secrets', async () => {
  const values = { baseUrl: 'https://api.ngsp.example.vn', consumerKey: 'k' }
  const body = { kind: 'ngsp', title: 'NGSP', values, secrets: { consumerSecret: 'mot-bi-mat' } }
  const { body: made } = await it.call('PUT', '/connections/nen-tang-cu', body)
  expect(made).toMatchObject({
    kind: 'national',
    values: { style: 'oauth2', route: 'ngsp', consumerKey: 'k' },
    secretsSet: ['consumerSecret'],
  })
  const again = await it.call('PUT', '/connections/nen-tang-cu', { kind: 'ngsp', title: 'NGSP', values })
  expect(again.body).toEqual({ ...made, updatedAt: again.body.updatedAt })
  await it.call('DELETE', '/connections/nen-tang-cu')
})

test('a code table keeps leading zeros, refuses unclear rows and reaches the workers', async () => {
  const rows = [
    { code: '01', name: 'Hà Nội' },
    { code: '001', name: 'Ba Đình', to: '2025-06-30' },
    { code: '001', name: 'Mới', from: '2025-07-01' },
  ]
  expect((await it.call('PUT', '/tables/don-vi', { title: 'Đơn vị hành chính', rows }, an)).status).toBe(200)
  expect((await it.call('GET', '/tables/don-vi', undefined, an)).body.rows).toEqual(rows)
  expect(
    (await it.call('PUT', '/tables/don-vi', { title: 'x', rows: [...rows, { code: '01', name: 'Lặp' }] }, an)).status,
  ).toBe(400)
  const { body } = await it.call('POST', '/expressions/preview', { expression: 'who', input: null })
  expect(body.result.told.tables).toEqual(['don-vi'])
  expect((await it.call('DELETE', '/tables/don-vi', undefined, an)).status).toBe(204)
})

test('the working calendar is the usual one until it is saved, and nobody overwrites what another saved', async () => {
  const before = (await it.call('GET', '/calendar', undefined, an)).body
  expect(before).toMatchObject({ version: 0, years: {} })
  const years = { '2026': [{ date: '2026-02-17', kind: 'off', name: 'Tết Nguyên đán' }] }
  const saved = await it.call('PUT', '/calendar', { version: 0, week: before.week, years }, an)
  expect(saved.body).toMatchObject({ version: 1, years })
  const late = await it.call('PUT', '/calendar', { version: 0, week: before.week, years: {} }, an)
  expect([late.status, late.body.code]).toEqual([409, 'api.conflict'])
  const never = { version: 1, week: [[], [], [], [], [], [], []], years }
  expect((await it.call('PUT', '/calendar', never, an)).status).toBe(400)
  expect((await it.call('GET', '/calendar', undefined, an)).body).toMatchObject({
    version: 1,
    years,
    week: before.week,
  })
  const { body } = await it.call('POST', '/expressions/preview', { expression: 'who', input: null })
  expect(body.result.told.calendars).toBe(1)
})

test('runs that do not exist are not found, and bad filters are told', async () => {
  expect((await it.call('GET', '/runs', undefined, an)).body.runs).toEqual([])
  expect((await it.call('GET', '/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV', undefined, an)).status).toBe(404)
  expect((await it.call('GET', '/runs?status=xong', undefined, an)).body).toMatchObject({ code: 'api.invalid' })
  expect((await it.call('GET', '/runs?from=hôm-qua', undefined, an)).status).toBe(400)
})

test('the catalogue and the figures of all processes are served', async () => {
  const { body } = await it.call('GET', '/nodes', undefined, an)
  expect(body.nodes.map((node: { type: string }) => node.type)).toEqual(['http-in', 'http-request'])
  expect(body.nodes[0].settings.properties.path['x-field'].kind).toBe('path')
  const text = (await it.call('GET', '/metrics', undefined, an)).body
  expect(text).toContain('tiny_messages_total{process="worker-0"} 7')
  expect(text).toContain('tiny_messages_total{process="worker-1"} 7')
  expect(text.match(/# TYPE tiny_messages_total/g)).toHaveLength(1)
})

test('a sample for a test run is what waits at a simulator, else the input of a test case, else there is none', async () => {
  await save('co-mau', testFlow('co-mau'))
  const sample = async (id: string, body: object = {}) => (await it.call('POST', `/flows/${id}/sample`, body, an)).body
  expect(await sample('co-mau')).toEqual({})
  const kept = (title: string, status: string, body: unknown) => ({
    title,
    input: { body, headers: { 'x-nguon': 'mot-cua' } },
    expect: { status },
  })
  await it.call('PUT', '/flows/co-mau/cases/a-hong', kept('Hỏng', 'failed', { Ma: '007' }), an)
  expect(await sample('co-mau')).toMatchObject({ sample: { from: 'case', body: { Ma: '007' } } })
  await it.call('PUT', '/flows/co-mau/cases/b-xong', kept('Xong', 'done', { Ma: '008' }), an)
  expect(await sample('co-mau')).toEqual({
    sample: { from: 'case', body: { Ma: '008' }, headers: { 'x-nguon': 'mot-cua' } },
  })
  expect(await sample('co-mau', { trigger: 'khac' })).toEqual({})
  await save('co-mau', testFlow('co-mau', { title: 'Luồng có dòng chờ' }))
  expect(await sample('co-mau', { trigger: 'vao' })).toEqual({
    sample: { from: 'simulator', body: { trigger: 'vao' }, headers: {} },
  })
  expect((await it.call('POST', '/flows/khong-co/sample', {}, an)).status).toBe(404)
})
