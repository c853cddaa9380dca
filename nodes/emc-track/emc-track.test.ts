import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNgsp, type Ngsp } from '#nodes/simulators/index.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'
import { emcStatus } from './tracking.ts'

let measuring: Ngsp
let url: string
beforeEach(async () => {
  measuring = createNgsp()
  url = (await measuring.listen(0)).url
})
afterEach(() => measuring.close())

const over = (baseUrl: string): RealPartners => realPartners([handle('http', { baseUrl, auth: 'none' }, {}, 'emc')])
const settings = {
  connection: 'emc',
  siteId: '0123',
  dossier: { field: 'MaHoSo' },
  procedure: '1.001193',
  procedureName: { expr: 'TenTTHC' },
  status: { field: 'TrangThai' },
  timeout: 'PT0.4S',
}
const body = { MaHoSo: '000.00.00.H22-260105-0001', TenTTHC: 'Đăng ký khai sinh', TrangThai: '10', khac: 'giữ nguyên' }
const node = (by: RealPartners, more: object = {}) => testNode({ definition, run }, { ...settings, ...more }, by)
const failed = (code: string) => ({ port: 'out', message: { body, headers: { emc: 'failed', 'emc-error': code } } })

test('a state is told with its dossier, and the message goes on as it came', async () => {
  const more = {
    more: [
      { name: 'LOCATION', value: '00697' },
      { name: 'FormsPayments', value: '1' },
    ],
  }
  const message = { body, headers: { 'emc-error': 'connect.cut', a: '1' }, keys: { maHoSo: 'x' } }
  const answer = await node(over(url), more).send(message)
  expect(answer).toEqual({ kind: 'emit', port: 'out', message: { ...message, headers: { a: '1', emc: 'sent' } } })
  expect(measuring.tracked()).toEqual([
    {
      SiteId: '0123',
      CodeProfile: body.MaHoSo,
      CodeTTHC: '1.001193',
      NameTTHC: 'Đăng ký khai sinh',
      MaHoSo: body.MaHoSo,
      Status: '3',
      FormsReception: '1',
      FormsPayments: '1',
      Level: '4',
      IsFromDVCQG: '0',
      IsDVCBC: '0',
      User: { ID_local: '', ID_QG: '', TYPE: '', LOCATION: '00697' },
    },
  ])
})

test.each([
  ['errorRate5xx', 'http.server-error'],
  ['timeoutRate', 'connect.timeout'],
  ['dropAfterRate', 'connect.cut'],
  ['halfResponseRate', 'connect.cut'],
] as const)('%s of the measuring system is only noted', async (fault, code) => {
  measuring.faults.set({ [fault]: 1 })
  expect(await node(over(url)).send(body)).toMatchObject(failed(code))
})

test('an answer of 30 seconds holds nothing up: the message goes on when the time is over', async () => {
  measuring.faults.set({ delayMs: 30_000 })
  const began = performance.now()
  expect(await node(over(url)).send(body)).toMatchObject(failed('connect.timeout'))
  expect(performance.now() - began).toBeLessThan(2000)
})

test('a partner that is not there, a refusal, a connection that does not exist: each lets the message go on', async () => {
  expect(await node(over('http://127.0.0.1:1')).send(body)).toMatchObject(failed('connect.unreachable'))
  expect(await node(over(url), { siteId: '' }).send(body)).toMatchObject(failed('http.rejected'))
  expect(await node(realPartners([])).send(body)).toMatchObject({
    port: 'out',
    message: { headers: { emc: 'failed' } },
  })
})

test('data that lack a field are no reason to stop the dossier', async () => {
  const answer = await node(over(url)).send({ TrangThai: '2' })
  expect(answer).toMatchObject({ port: 'out', message: { body: { TrangThai: '2' }, headers: { emc: 'failed' } } })
  expect(measuring.tracked()).toEqual([])
})

test('waiting for a limit of the connection is bounded too', async () => {
  const stuck = { ...over(url), connection: () => new Promise<never>(() => {}) }
  const began = performance.now()
  expect(await node(stuck).send(body)).toMatchObject(failed('connect.timeout'))
  expect(performance.now() - began).toBeLessThan(2000)
})

test('faults are counted in the log, without anything of the dossier', async () => {
  const partners = over(url)
  await node(partners).send(body)
  measuring.faults.set({ errorRate5xx: 1 })
  const seen: unknown[] = []
  const log = (_level: string, text: string, details: unknown) => void seen.push([text, structuredClone(details)])
  for (let n = 0; n < 2; n++)
    await node(partners)
      .send(body)
      .then(() => undefined)
  await testNode({ definition, run }, settings, { ...partners, log }).send(body)
  expect(seen).toEqual([['EMC was not told', { code: 'http.server-error', connection: 'emc', sent: 1, failed: 3 }]])
})

test('a counter that cannot be kept stops nothing either', async () => {
  const shared = async (): Promise<never> => {
    throw permanent('bug.unexpected')
  }
  const answer = await testNode({ definition, run }, settings, { ...over(url), shared }).send(body)
  expect(answer).toMatchObject({ port: 'out', message: { headers: { emc: 'sent' } } })
})

test('a run that is stopped ends at once and does not pretend to have told', async () => {
  measuring.faults.set({ timeoutRate: 1 })
  const stop = new AbortController()
  const sent = node(over(url), { timeout: 'PT10S' }).send(body, { signal: stop.signal })
  setTimeout(() => stop.abort(), 50)
  await expect(sent).rejects.toThrow()
})

test.each([
  ['2', 'national', '1'],
  ['4', 'national', '2'],
  ['9', 'national', '2'],
  ['10', 'national', '3'],
  ['7', 'national', '0'],
  ['constructor', 'national', '0'],
  [4, 'emc', '4'],
  ['9', 'emc', '0'],
  [undefined, 'emc', '0'],
] as const)('state %o in %s codes is told as %s', (value, codes, told) => {
  expect(emcStatus(value, codes)).toBe(told)
})

test('the time to wait is at most ten seconds', () => {
  for (const timeout of ['PT11S', 'P1D', 'PT0S'])
    expect(definition.settings.safeParse({ ...settings, timeout }).success, timeout).toBe(false)
})
