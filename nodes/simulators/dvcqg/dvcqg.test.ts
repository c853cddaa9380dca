import { expect, test } from 'vitest'
import { DVCQG_ACCOUNT, DVCQG_DSTCODE, DVCQG_LOGIN_PATH, DVCQG_SERVICE_PATH } from '../access.ts'
import { seededRandom } from '../frame/random.ts'
import { code, dossier, insert, ok, says, start, update } from './test-client.ts'

test('login gives a session and error_code 0, or says that the account is wrong', async () => {
  const { post } = await start()
  const good = await (await post(DVCQG_LOGIN_PATH, DVCQG_ACCOUNT)).json()
  expect(good).toEqual({ session: expect.stringMatching(/^[0-9a-f]{32}$/), error_code: 0 })
  const bad = await (await post(DVCQG_LOGIN_PATH, { ...DVCQG_ACCOUNT, password: 'sai' })).json()
  expect(bad).toEqual({ error_code: -1, message: 'Tên đăng nhập hoặc mật khẩu không đúng' })
})

test('the adapter needs dstcode, as header or in the query, and knows its members', async () => {
  const { post } = await start()
  const missing = await post(DVCQG_LOGIN_PATH, DVCQG_ACCOUNT, {})
  expect(missing.status).toBe(400)
  expect(missing.headers.get('x-road-error')).toBe('Client.BadRequest')
  expect(await missing.json()).toMatchObject({
    type: 'Client.BadRequest',
    message: expect.any(String),
    detail: expect.any(String),
  })
  const unknown = await post(`${DVCQG_LOGIN_PATH}?dstcode=VN:GOV:0:x`, DVCQG_ACCOUNT, {})
  expect([unknown.status, unknown.headers.get('x-road-error')]).toEqual([500, 'Server.ClientProxy.UnknownMember'])
  expect((await post(`${DVCQG_LOGIN_PATH}?dstcode=${DVCQG_DSTCODE}`, DVCQG_ACCOUNT, {})).status).toBe(200)
  expect((await post(DVCQG_LOGIN_PATH.replace('XrdAdapter', 'VXPAdapter'), DVCQG_ACCOUNT)).status).toBe(200)
})

test('a session ends after its time, and a new login goes on', async () => {
  let now = new Date('2025-10-17T03:00:00Z')
  const { call, relogin, simulator } = await start({ clock: () => now, sessionSeconds: 60 })
  now = new Date(now.getTime() + 59_999)
  expect(ok(await call('LayDanhMucCoQuan'))).toBe(true)
  now = new Date(now.getTime() + 1)
  expect(await call('LayDanhMucCoQuan')).toEqual({
    error_code: -1,
    message: 'Phiên làm việc (session) không hợp lệ hoặc đã hết hạn, vui lòng đăng nhập lại',
    result: [],
  })
  await relogin()
  simulator.setSessionSeconds(1)
  expect(ok(await call('LayDanhMucCoQuan'))).toBe(true)
})

test('a wrong session, agency or body is refused without an effect', async () => {
  const { call, post, simulator } = await start()
  expect((await call('DongBoHoSoMC', { ...insert(dossier()), session: 'x' })).message).toContain('Phiên làm việc')
  expect((await call('DongBoHoSoMC', { ...insert(dossier()), madonvi: 'tỉnh' })).message).toContain('madonvi')
  expect((await post(DVCQG_SERVICE_PATH, 'x')).status).toBe(200)
  expect((await post(DVCQG_SERVICE_PATH, { session: { $gt: '' } })).status).toBe(200)
  expect(simulator.recorded()).toEqual([])
})

test('an expired session by fault is really over; a re-login repairs it', async () => {
  const { call, relogin, simulator } = await start()
  simulator.faults.set({ sessionExpiredRate: { value: 1, times: 1 } })
  expect((await call('LayDanhMucCoQuan')).message).toContain('hết hạn')
  expect((await call('LayDanhMucCoQuan')).message).toContain('hết hạn')
  await relogin()
  expect(ok(await call('LayDanhMucCoQuan'))).toBe(true)
})

test('the duplicate fault stores the dossier, so the update that follows finds it', async () => {
  const { call, simulator } = await start()
  simulator.faults.set({ duplicateRate: 1 })
  expect(says(await call('DongBoHoSoMC', insert(dossier())))).toContain('đã tồn tại')
  expect((await call('DongBoHoSoMC', insert(dossier(2, { ChuHoSo: '' })))).message).toContain('không được để trống')
  simulator.faults.clear()
  expect(ok(await call('DongBoHoSoMC', update(dossier())))).toBe(true)
  expect(simulator.recorded().map((entry) => [entry.outcome, entry.fault])).toEqual([
    ['inserted', 'duplicateRate'],
    ['updated', undefined],
  ])
})

test('faults can be aimed at one service, and a server error looks like the adapter’s', async () => {
  const { call, post, simulator } = await start()
  simulator.faults.set({ errorRate5xx: 1, only: ['DongBoHoSoMC'] })
  expect(ok(await call('LayDanhMucCoQuan'))).toBe(true)
  const response = await post(DVCQG_SERVICE_PATH, { service: 'DongBoHoSoMC' })
  expect(response.status).toBeGreaterThanOrEqual(500)
  expect(response.headers.get('x-road-error')).toBe('Server.ServerProxy.ServiceFailed.HttpError')
})

test('equal seeds give equal sessions, codes and texts', async () => {
  const transcript = async (seed: string) => {
    const { call } = await start({ random: seededRandom(seed) })
    const answers: unknown[] = [await call('DongBoHoSoMC', insert(dossier()))]
    for (let i = 0; i < 10; i++) answers.push(await call('DongBoHoSoMC', insert(dossier())))
    return JSON.stringify(answers)
  }
  expect(await transcript('a')).toBe(await transcript('a'))
  expect(await transcript('a')).not.toBe(await transcript('b'))
})

test('settings, effects and one dossier can be read over HTTP; the key of the target is never shown', async () => {
  const { call, url } = await start()
  await call('DongBoHoSoMC', insert(dossier()))
  const put = await fetch(`${url}/_sim/settings`, {
    method: 'PUT',
    body: JSON.stringify({ sessionSeconds: 5, target: { url: 'http://127.0.0.1:7101/x', apiKey: 'bi-mat' } }),
  })
  expect(await put.text()).toBe('{"sessionSeconds":5,"target":{"url":"http://127.0.0.1:7101/x"}}')
  expect(await (await fetch(`${url}/_sim/effects`)).json()).toMatchObject({ effects: { [code(1)]: { inserts: 1 } } })
  expect(await (await fetch(`${url}/_sim/dossier?code=${code(1)}`)).json()).toMatchObject({
    data: { ChuHoSo: 'Nguyễn Thị Thử' },
  })
  expect(
    (
      await fetch(`${url}/_sim/settings`, {
        method: 'PUT',
        body: '{"target":{"url":"file:///etc/passwd","apiKey":""}}',
      })
    ).status,
  ).toBe(400)
})
