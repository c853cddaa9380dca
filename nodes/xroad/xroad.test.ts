import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { handle } from '#nodes/testing/real-partners.ts'
import { xroadFault } from './faults.ts'
import { callHeaders, plainText } from './headers.ts'
import { encodeParts, isAllowed, isPart, parseClient, parseService, partsOfClient } from './identifier.ts'

describe('identifiers', () => {
  test('are read by their parts, encoded or plain, and leading zeros stay', () => {
    expect(parseClient('VN/GOV/000.00.00.H22/motcua')).toEqual({
      instance: 'VN',
      memberClass: 'GOV',
      memberCode: '000.00.00.H22',
      subsystem: 'motcua',
    })
    expect(parseClient('VN/GOV/00123')).toEqual({ instance: 'VN', memberClass: 'GOV', memberCode: '00123' })
    expect(parseClient('VN/GOV/1/m%E1%BB%99t%20c%E1%BB%ADa')?.subsystem).toBe('một cửa')
    expect(parseService('VN/GOV/1/a/traCuu/v1')).toMatchObject({ code: 'traCuu', version: 'v1' })
    expect(parseService('VN/GOV/1/a/traCuu')).not.toHaveProperty('version')
  })

  test.each(['', 'VN', 'VN/GOV', 'VN//1/a', 'VN/GOV/../a', 'VN/GOV/1/%2e%2e', 'VN/GOV/1/a%2Fb', 'VN/GOV/1/a;b'])(
    '"%s" is no client',
    (text) => {
      expect(parseClient(text)).toBeUndefined()
    },
  )
  test.each([
    'VN/GOV/1/a%3Ab',
    'VN/GOV/1/a\\b',
    'VN/GOV/1/a%zz',
    'VN/GOV/1/a%00',
    'VN/GOV/1/a\u200B',
    'VN/GOV/1/a/b/c',
  ])('%j is no client either', (text) => {
    expect(parseClient(text)).toBeUndefined()
  })
  test('that are too long are none', () => {
    expect(parseClient(`VN/GOV/1/${'a'.repeat(256)}`)).toBeUndefined()
    expect(parseService('VN/GOV/1/a')).toBeUndefined()
  })

  test('come back from their encoded form, whatever is in them', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((it) => it.normalize('NFC'))
    fc.assert(
      fc.property(fc.array(part.filter(isPart), { minLength: 3, maxLength: 4 }), (parts) => {
        const read = parseClient(encodeParts(parts))
        expect(read && partsOfClient(read)).toEqual(parts)
      }),
    )
  })

  test('a member that is allowed stands for all its subsystems, a subsystem only for itself', () => {
    const read = (text: string) => parseClient(text) ?? expect.fail(text)
    const asker = read('VN/GOV/1/a')
    expect(isAllowed(asker, read('VN/GOV/1/a'))).toBe(true)
    expect(isAllowed(asker, read('VN/GOV/1'))).toBe(true)
    for (const other of ['VN/GOV/1/b', 'VN/GOV/10', 'VN/COM/1/a', 'VN/GOV/1/A']) {
      expect(isAllowed(asker, read(other)), other).toBe(false)
    }
    expect(isAllowed(read('VN/GOV/1'), read('VN/GOV/1/a'))).toBe(false)
  })
})

describe('headers', () => {
  const client = { instance: 'VN', memberClass: 'GOV', memberCode: '000.00.00.H22', subsystem: 'một cửa' }

  test('hold visible ASCII only and can be read back', () => {
    const made = callHeaders({ client, id: 'chạy/1', user: 'VN-cán bộ 1\r\nX-Admin: 1', issue: '000.00.00.H22-1' })
    expect(Object.values(made).join('')).toMatch(/^[\x21-\x7e]+$/)
    expect(made['X-Road-Client']).toBe('VN/GOV/000.00.00.H22/m%E1%BB%99t%20c%E1%BB%ADa')
    expect(plainText(made['X-Road-UserId'] ?? '')).toBe('VN-cán bộ 1\r\nX-Admin: 1')
    expect(plainText('%E1%BB')).toBe('%E1%BB')
  })
  test('what is not given is not sent', () => {
    expect(Object.keys(callHeaders({ client, user: '' }))).toEqual(['X-Road-Client'])
  })
  test('two long ids that differ at their ends stay two ids', () => {
    const [one, two] = ['1', '2'].map((end) => callHeaders({ client, id: 'k'.repeat(300) + end })['X-Road-Id'])
    expect(one).not.toBe(two)
    expect(one?.length).toBeLessThanOrEqual(255)
  })
})

test.each([
  ['Client.BadRequest', 'xroad.refused', 'permanent', 'ours'],
  ['Server.ClientProxy.UnknownMember', 'xroad.refused', 'permanent', 'ours'],
  ['Server.ClientProxy.SslAuthenticationFailed', 'xroad.refused', 'permanent', 'ours'],
  ['Server.ServerProxy.UnknownService', 'xroad.refused', 'permanent', 'ours'],
  ['Server.ServerProxy.AccessDenied', 'xroad.access', 'auth', 'partner'],
  ['Server.ServerProxy.ServiceDisabled', 'xroad.disabled', 'transient', 'partner'],
  ['Server.ClientProxy.OutdatedGlobalConf', 'xroad.own-server', 'transient', 'ours'],
  ['Server.ClientProxy.NetworkError', 'xroad.own-server', 'transient', 'ours'],
  ['Server.ServerProxy.DatabaseError', 'xroad.unavailable', 'transient', 'partner'],
  ['Server.ServerProxy.ServiceFailed.HttpError', 'xroad.unavailable', 'transient', 'partner'],
  ['Server.ServerProxy.ServiceFailed.SslAuthenticationFailed', 'xroad.unavailable', 'transient', 'partner'],
  ['mot-loi-la', 'xroad.unavailable', 'transient', 'partner'],
])('%s is %s', (type, code, kind, side) => {
  const connection = handle('xroad', { baseUrl: 'http://ss.tinh.gov.vn' })
  const answer = { status: 500, headers: { 'x-road-error': type }, text: '{"detail":"mat-khau"}' }
  const error = xroadFault(answer, connection, { key: 'mat-khau' })
  expect(error?.data).toMatchObject({ code, class: kind, side })
  expect(JSON.stringify(error?.data)).not.toContain('mat-khau')
  expect(xroadFault({ ...answer, headers: {} }, connection, {})).toBeUndefined()
})
