import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JWTPayload } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { CLIENT, startTestProvider, type TestProvider } from '../../accounts/outside/testing/identity-provider.ts'
import { createWalkingBrowser } from '../../accounts/outside/testing/walk-browser.ts'
import { type Answer, personPassword, startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const SECOND = 1000
let it: TestKernel
let provider: TestProvider
let ahead = 0
beforeAll(async () => {
  it = await startTestKernel({ clock: () => Date.now() + ahead })
  provider = await startTestProvider(it.kernel.address)
})
afterAll(async () => {
  await provider.close()
  await it.close()
})
beforeEach(async () => {
  await save()
})
afterEach(() => {
  provider.forge = undefined
  provider.withoutIdToken = false
  ahead = 0
})

const usual = () => ({
  enabled: true,
  title: 'Đăng nhập bằng tài khoản tỉnh',
  issuer: provider.issuer,
  hosts: [],
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
  clientAuth: 'basic',
  scopes: 'openid',
  acrValues: '',
  idToken: 'required',
  algorithm: 'RS256',
  pkce: true,
  personClaim: 'sub',
  nameClaim: 'name',
  roleRules: [
    { claim: 'vaiTro', value: 'thiet-ke', role: 'designer' },
    { claim: 'vaiTro', value: 'xem', role: 'viewer' },
  ],
  signOutThere: true,
  clockTolerance: 60,
})

async function save(change: Record<string, unknown> = {}): Promise<Answer> {
  return it.call('PUT', '/identity-source', { ...usual(), ...change })
}

const start = (to = ''): string => `${it.kernel.address}/api/v1/session/outside${to}`
const atCallback = (url: URL): boolean => url.pathname.endsWith('/session/outside/callback')
const home = (): string => new URL(it.kernel.address).host
const faultOf = ({ url }: { url: URL }): string | null => url.searchParams.get('loi')

let browsers = 1
/** A browser at a desk of its own: tries from one address are slowed together. */
const newBrowser = () => createWalkingBrowser(`127.0.${Math.floor(browsers / 250)}.${2 + (browsers++ % 250)}`)

/** Signs in as this person of the provider; answers where it ended, and who the session says it is. */
async function signIn(login: string, to = ''): Promise<{ url: URL; user: Answer; given: readonly string[] }> {
  const browser = newBrowser()
  const { url } = await browser.signIn(start(to), login, (at) => at.host === home() && !at.pathname.startsWith('/api'))
  const user = await it.call('GET', '/session', undefined, { cookie: browser.cookies(home()) })
  return { url, user, given: browser.given }
}

const lastAudit = async () => (await it.call('GET', '/audit?limit=1')).body.entries[0]

test('somebody with a role by a rule is signed in, with an account of that role and no password', async () => {
  provider.people.set('an', { name: 'Nguyễn Văn An', vaiTro: ['thiet-ke', 'xem'] })
  const { url, user, given } = await signIn('an', '?to=%2Flan-chay%3Fq%3D1')
  expect(`${url.pathname}${url.search}`).toBe('/lan-chay?q=1')
  expect(user.body).toMatchObject({ displayName: 'Nguyễn Văn An', role: 'designer', mustSetPassword: false })
  expect(user.body.name).toMatch(/^nguyen-van-an-[0-9a-f]{4}$/)
  expect(user.body.outside).toEqual({
    title: 'Đăng nhập bằng tài khoản tỉnh',
    start: start(),
    signOut: start('/end'),
  })
  const pending = given.find((line) => line.startsWith('lienthong-outside='))
  expect(pending).toMatch(/^lienthong-outside=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/)
  expect(given.find((line) => line.startsWith('lienthong='))).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
  expect(given).toContain('lienthong-outside=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0')

  const asked = provider.asked.at(-1)
  expect(asked?.get('redirect_uri')).toBe(`${it.kernel.address}/api/v1/session/outside/callback`)
  expect(asked?.get('code_challenge_method')).toBe('S256')
  for (const name of ['state', 'nonce', 'code_challenge']) expect(asked?.get(name)).toMatch(/^[\w-]{43}$/)
  const byPassword = await it.call('POST', '/session', { name: user.body.name, password: personPassword }, {})
  expect(byPassword.status).toBe(401)
})

test('the same person comes back to the same account, and the role follows the claims, up, down and away', async () => {
  provider.people.set('binh', { name: 'Trần Bình', vaiTro: 'xem' })
  const first = (await signIn('binh')).user.body
  provider.people.set('binh', { name: 'Trần Bình', vaiTro: 'thiet-ke' })
  expect((await signIn('binh')).user.body).toMatchObject({ name: first.name, role: 'designer' })
  provider.people.set('binh', { name: 'Trần Bình', vaiTro: 'thiet-ke-khong' })
  const last = await signIn('binh')
  expect([faultOf(last), last.user.status]).toEqual(['outside.no-role', 401])
})

test('signing in and refusals are in the audit trail, without tokens, claims or the identifier', async () => {
  provider.people.set('chi', { name: 'Lê Chi', vaiTro: 'xem' })
  const { user } = await signIn('chi')
  expect(await lastAudit()).toMatchObject({ action: 'signIn', actor: user.body.name, details: { by: 'outside' } })
  await signIn('nguoi-la-079123456789')
  const refused = await lastAudit()
  expect(refused).toMatchObject({
    action: 'signIn.refused',
    actor: '',
    details: { by: 'outside', code: 'outside.no-role' },
  })
  const said = JSON.stringify((await it.call('GET', '/audit?limit=50')).body) + it.lines.join('')
  expect(said).not.toMatch(/079123456789|eyJ|code_verifier/)
  expect(said).not.toContain(CLIENT.secret)
})

test('nobody has a role by default: the person waits, an administrator sees the request and decides', async () => {
  provider.people.set('0790000001234', { name: 'Phạm Dung' })
  const first = await signIn('0790000001234')
  expect([first.url.pathname, faultOf(first), first.user.status]).toEqual(['/dang-nhap', 'outside.no-role', 401])
  const waiting = async () => (await it.call('GET', '/identity-source/people')).body.people
  const [person] = (await waiting()).filter((one: { displayName: string }) => one.displayName === 'Phạm Dung')
  expect(person).toMatchObject({ identifierEnd: '…1234', state: 'waiting', tries: 1 })
  expect(JSON.stringify(person)).not.toContain('0790000001234')

  const path = `/identity-source/people/${person.id}`
  expect((await it.call('POST', path, { decision: 'refuse' })).status).toBe(200)
  expect(faultOf(await signIn('0790000001234'))).toBe('outside.no-role')
  expect((await it.call('POST', path, { decision: 'role', role: 'operator' })).body.account).toMatch(/^pham-dung-/)
  expect((await signIn('0790000001234')).user.body).toMatchObject({ displayName: 'Phạm Dung', role: 'operator' })
  expect((await waiting()).some((one: { id: string }) => one.id === person.id)).toBe(false)
})

test('an administrator may give somebody an account that exists; a name alone never does', async () => {
  await it.person('tran-thi-em', 'designer')
  provider.people.set('em', { name: 'tran-thi-em' })
  await signIn('em')
  const { people } = (await it.call('GET', '/identity-source/people')).body
  const { id } = people.find((one: { displayName: string }) => one.displayName === 'tran-thi-em')
  const wrong = await it.call('POST', `/identity-source/people/${id}`, { decision: 'account', name: 'khong-co' })
  expect(wrong.status).toBe(404)
  await it.call('POST', `/identity-source/people/${id}`, { decision: 'account', name: 'tran-thi-em' })
  expect((await signIn('em')).user.body).toMatchObject({ name: 'tran-thi-em', role: 'designer' })
  await it.call('PATCH', '/users/tran-thi-em', { disabled: true })
  expect(faultOf(await signIn('em'))).toBe('outside.locked')
})

describe('an ID token that is not right signs nobody in:', () => {
  const unsigned = (claims: JWTPayload, header: object): string =>
    [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const seconds = (): number => Math.floor(Date.now() / 1000)

  test.each<[string, string, NonNullable<TestProvider['forge']>]>([
    ['of another nonce', 'outside.token', (claims, sign) => sign({ ...claims, nonce: 'x'.repeat(43) })],
    ['without a nonce', 'outside.token', ({ nonce: _gone, ...claims }, sign) => sign(claims)],
    ['for another application', 'outside.token', (claims, sign) => sign({ ...claims, aud: 'ung-dung-khac' })],
    ['of another issuer', 'outside.token', (claims, sign) => sign({ ...claims, iss: 'https://ke-gian.example' })],
    ['that has expired', 'outside.token-time', (claims, sign) => sign({ ...claims, exp: seconds() - 61 })],
    ['without a signature (alg none)', 'outside.token', (claims) => `${unsigned(claims, { alg: 'none' })}.`],
    [
      'signed with the secret of the application (HS256)',
      'outside.token',
      (claims) => {
        const text = unsigned(claims, { alg: 'HS256' })
        return `${text}.${createHmac('sha256', CLIENT.secret).update(text).digest('base64url')}`
      },
    ],
    [
      'changed after it was signed',
      'outside.token',
      async (claims, sign) => {
        const [head, , mark] = (await sign(claims)).split('.')
        const other = Buffer.from(JSON.stringify({ ...claims, sub: 'an' })).toString('base64url')
        return [head, other, mark].join('.')
      },
    ],
  ])('%s', async (_, code, forge) => {
    provider.people.set('gia', { name: 'Kẻ Giả', vaiTro: 'thiet-ke' })
    provider.forge = forge
    const arrived = await signIn('gia')
    expect([arrived.url.pathname, faultOf(arrived), arrived.user.status]).toEqual(['/dang-nhap', code, 401])
    expect((await lastAudit()).details).toMatchObject({ code })
  })
})

test('clocks may differ by what the administrator allows, and not by more', async () => {
  provider.people.set('gio', { name: 'Đồng Hồ', vaiTro: 'xem' })
  const short =
    (seconds: number): TestProvider['forge'] =>
    (claims, sign) =>
      sign({ ...claims, exp: Number(claims.iat) + seconds })
  provider.forge = short(30)
  ahead = 60 * SECOND
  expect((await signIn('gio')).user.status).toBe(200)
  ahead = 180 * SECOND
  expect(faultOf(await signIn('gio'))).toBe('outside.token-time')
  await save({ clockTolerance: 300 })
  expect((await signIn('gio')).user.status).toBe(200)
  ahead = -120 * SECOND
  expect((await signIn('gio')).user.status).toBe(200)
})

describe('the way back', () => {
  async function toCallback(login: string) {
    provider.people.set(login, { name: 'Người Về', vaiTro: 'xem' })
    const browser = newBrowser()
    const { url } = await browser.signIn(start(), login, atCallback)
    return { browser, url: url.href }
  }
  const landed = (url: URL): boolean => url.host === home() && !url.pathname.startsWith('/api')

  test('works once: neither the same address nor the same code signs in again', async () => {
    const { browser, url } = await toCallback('mot-lan')
    const kept = browser.cookies(home())
    expect(faultOf(await browser.go(url, landed))).toBeNull()
    const again = await fetch(url, { redirect: 'manual', headers: { cookie: kept } })
    expect(again.headers.get('location')).toBe('/dang-nhap?loi=outside.began-elsewhere')
    expect(again.headers.getSetCookie().join()).not.toContain('lienthong=')
    expect(faultOf(await browser.go(url, landed))).toBe('outside.began-elsewhere')

    // The code of one sign-in in the place of another's: the provider itself refuses it.
    const other = await toCallback('mot-lan')
    const mixed = new URL(other.url)
    mixed.searchParams.set('code', new URL(url).searchParams.get('code') ?? '')
    expect(faultOf(await other.browser.go(mixed.href, landed))).toBe('outside.code')
  })

  test('is open only to the browser that began, with its own state, for ten minutes', async () => {
    const stranger = newBrowser()
    const begun = await toCallback('state')
    expect(faultOf(await stranger.go(begun.url, landed))).toBe('outside.began-elsewhere')
    const forged = new URL(begun.url)
    forged.searchParams.set('state', 'x'.repeat(43))
    expect(faultOf(await begun.browser.go(forged.href, landed))).toBe('outside.began-elsewhere')

    const late = await toCallback('state')
    ahead = 10 * 60 * SECOND + SECOND
    expect(faultOf(await late.browser.go(late.url, landed))).toBe('outside.began-elsewhere')
  })

  test('leads to pages of this server only', async () => {
    provider.people.set('ve-dau', { name: 'Về Đâu', vaiTro: 'xem' })
    for (const to of [
      'https://ke-gian.example/',
      '//ke-gian.example',
      '/\\ke-gian.example',
      '/api/v1/session/outside',
    ]) {
      expect((await signIn('ve-dau', `?to=${encodeURIComponent(to)}`)).url.href).toBe(`${it.kernel.address}/`)
    }
  })

  test('tells of a person who gave up there, and repeats no sentence of the address', async () => {
    const { browser, url } = await toCallback('thoi')
    const refused = new URL(url)
    refused.searchParams.delete('code')
    refused.searchParams.set('error', 'access_denied')
    expect(faultOf(await browser.go(refused.href, landed))).toBe('outside.cancelled')
    const other = await toCallback('thoi')
    const strange = new URL(other.url)
    strange.searchParams.delete('code')
    strange.searchParams.set('error', '<b>gọi số 0900 000 000</b>')
    expect(faultOf(await other.browser.go(strange.href, landed))).toBe('outside.refused')
    expect(JSON.stringify(await lastAudit())).not.toContain('0900')
  })

  test('is slowed after several failures from one address, as with passwords', async () => {
    const browser = newBrowser()
    const codes: (string | null)[] = []
    for (let i = 0; i < 8; i++) codes.push(faultOf(await browser.go(start('/callback?code=x&state=y'), landed)))
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('outside.began-elsewhere'))
    expect(codes).toContain('outside.slow-down')
  })
})

describe('when the provider', () => {
  test('is down, its side is named, and name and password work as ever', async () => {
    await it.person('tai-cho', 'admin')
    await provider.away()
    const dead = await signIn('an')
    expect([dead.url.pathname, faultOf(dead)]).toEqual(['/dang-nhap', 'outside.unreachable'])
    const tried = await it.call('POST', '/identity-source/test')
    expect(tried.body).toMatchObject({ ok: false, checks: [{ name: 'endpoints', code: 'outside.unreachable' }] })
    expect((await it.call('POST', '/session', { name: 'tai-cho', password: personPassword }, {})).status).toBe(200)
    await provider.back()
    expect((await signIn('an')).user.status).toBe(200)
    expect((await it.call('POST', '/identity-source/test')).body.ok).toBe(true)
  })

  test('knows another secret, that is said to be our side', async () => {
    await save({ clientSecret: 'mot-khoa-khac-hoan-toan' })
    expect(faultOf(await signIn('an'))).toBe('outside.client')
  })

  test('is said to be somebody else, or to lie where nothing may be called, nobody is sent there', async () => {
    await save({ issuer: `${provider.issuer}/khac` })
    expect(faultOf(await signIn('an'))).toMatch(/^outside\.(?:answer|token)$/)
    const { address } = it.kernel
    await save({ issuer: address })
    expect(faultOf(await signIn('an'))).toBe('outside.host-not-allowed')
    for (const issuer of ['http://tinh.example', 'ftp://tinh.example', 'https://a:b@tinh.example', '']) {
      expect((await save({ issuer })).body.code).toBe('api.invalid')
    }
  })
})

test('a provider with given addresses and without ID tokens is asked for the person itself, and sent what it knows', async () => {
  const at = (path: string): string => `${provider.issuer}${path}`
  const endpoints = { authorization: at('/auth'), token: at('/token'), userinfo: at('/me'), keys: '', signOut: '' }
  const settings = {
    issuer: '',
    endpoints,
    clientAuth: 'post',
    idToken: 'optional',
    acrValues: 'LoA1',
    personClaim: 'SoDinhDanh',
    nameClaim: 'HoVaTen',
    roleRules: [{ claim: 'LoaiTaiKhoan', value: '1', role: 'viewer' }],
  }
  expect((await save({ ...settings, endpoints: { ...endpoints, userinfo: '' } })).body.code).toBe('api.invalid')
  await save({ ...settings, clientAuth: 'basic' })
  provider.people.set('dvc', { HoVaTen: 'Đỗ Văn Công', SoDinhDanh: '001099000000', LoaiTaiKhoan: 1 })
  provider.withoutIdToken = true
  const { user } = await signIn('dvc')
  expect(user.body).toMatchObject({ displayName: 'Đỗ Văn Công', role: 'viewer' })
  const asked = Object.fromEntries(provider.asked.at(-1) ?? [])
  expect(asked).toMatchObject({ acr_values: 'LoA1', scope: 'openid', response_type: 'code' })
  expect(asked).not.toHaveProperty('nonce')

  // Without PKCE the provider is sent just what clients of VNConnect send.
  await save({ ...settings, clientAuth: 'basic', pkce: false })
  expect((await signIn('dvc')).user.body.name).toBe(user.body.name)
  expect(Object.keys(Object.fromEntries(provider.asked.at(-1) ?? [])).sort()).toEqual(
    ['acr_values', 'client_id', 'redirect_uri', 'response_type', 'scope', 'state'].sort(),
  )
})

test('signing out ends the session here; the provider is asked to end its own, without an ID token', async () => {
  provider.people.set('ra-ve', { name: 'Ra Về', vaiTro: 'xem' })
  const browser = newBrowser()
  await browser.signIn(start(), 'ra-ve', (url) => url.host === home() && !url.pathname.startsWith('/api'))
  const headers = { cookie: browser.cookies(home()), origin: it.kernel.address }
  expect((await it.call('DELETE', '/session', undefined, headers)).status).toBe(204)
  expect((await it.call('GET', '/session', undefined, headers)).status).toBe(401)
  const { url } = await browser.go(start('/end'), (to) => to.host !== home())
  expect(url.origin + url.pathname).toBe(`${provider.issuer}/session/end`)
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: CLIENT.id,
    post_logout_redirect_uri: `${it.kernel.address}/dang-nhap`,
  })
  expect((await browser.go(url.href)).status).toBe(200)
  await save({ signOutThere: false })
  expect((await browser.go(start('/end'), (to) => to.pathname === '/dang-nhap')).url.pathname).toBe('/dang-nhap')
})

test('switched off or removed, it is not offered, ends its sessions and leaves those of passwords', async () => {
  const local = await it.person('con-lai', 'viewer')
  expect((await it.call('GET', '/session/ways', undefined, {})).body).toEqual({
    outside: { title: 'Đăng nhập bằng tài khoản tỉnh', start: start() },
  })
  const whoAmI = async (cookie: string) => (await it.call('GET', '/session', undefined, { cookie })).status
  for (const off of [() => save({ enabled: false }), () => it.call('DELETE', '/identity-source')]) {
    await save()
    const browser = newBrowser()
    await browser.signIn(start(), 'an', (url) => url.host === home() && !url.pathname.startsWith('/api'))
    expect(await whoAmI(browser.cookies(home()))).toBe(200)
    await off()
    expect([await whoAmI(browser.cookies(home())), await whoAmI(local.cookie ?? '')]).toEqual([401, 200])
    expect((await it.call('GET', '/session/ways', undefined, {})).body).toEqual({})
    expect(faultOf(await signIn('an'))).toBe('outside.off')
  }
})

test('the client secret is never answered, stays when it is left out, and lies sealed on the disk', async () => {
  const { clientSecret: _left, ...rest } = usual()
  const saved = await it.call('PUT', '/identity-source', rest)
  expect(saved.body).toMatchObject({ secretSet: true, redirectUri: start('/callback') })
  expect(JSON.stringify(saved.body)).not.toContain(CLIENT.secret)
  expect((await signIn('an')).user.status).toBe(200)
  for (const file of ['kernel.db', 'kernel.db-wal'])
    expect(readFileSync(join(it.data, file)).includes(CLIENT.secret)).toBe(false)
  await it.call('DELETE', '/identity-source')
  const without = await it.call('PUT', '/identity-source', rest)
  expect(without.body).toMatchObject({ code: 'api.invalid' })
})
