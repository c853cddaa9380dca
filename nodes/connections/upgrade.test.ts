import { expect, test } from 'vitest'
import { nationalConnection } from './national.ts'
import { upgradeConnection, upgradeKind } from './upgrade.ts'

test('an old portal connection becomes a session, with the destination code that it took for granted', () => {
  const values = { baseUrl: 'http://ss:8080/XrdAdapter', maDonVi: '000.00.00.H22', username: 'a', loginPath: '/l' }
  const { kind, values: upgraded } = upgradeConnection({ kind: 'dvcqg', values })
  expect(kind).toBe('national')
  expect(nationalConnection.values.parse(upgraded)).toMatchObject({
    ...values,
    style: 'session',
    route: 'direct',
    dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider',
    dstcodeIn: 'query',
    sharePath: '/mapi/g',
  })
  const own = upgradeConnection({ kind: 'dvcqg', values: { ...values, dstcode: 'VN:GOV:1:x' } })
  expect(own.values.dstcode).toBe('VN:GOV:1:x')
})

test('an old platform connection keeps its style and learns its route', () => {
  const oauth = upgradeConnection({ kind: 'ngsp', values: { baseUrl: 'https://a.vn', consumerKey: 'k' } })
  expect(nationalConnection.values.parse(oauth.values)).toMatchObject({ style: 'oauth2', route: 'ngsp' })
  const lgsp = upgradeConnection({
    kind: 'ngsp',
    values: { baseUrl: 'https://a.vn', style: 'lgsp', accessKey: 'k', appName: 'x', testPath: '/thu' },
  })
  expect(nationalConnection.values.parse(lgsp.values)).toMatchObject({ style: 'lgsp', route: 'lgsp', testPath: '/thu' })
})

test('upgrading twice changes nothing, nor do other kinds change', () => {
  const once = upgradeConnection({ kind: 'ngsp', values: { baseUrl: 'https://a.vn' }, id: 'ngsp', title: 'NGSP' })
  expect(upgradeConnection(once)).toBe(once)
  expect(once).toMatchObject({ id: 'ngsp', title: 'NGSP' })
  const http = { kind: 'http', values: { baseUrl: 'https://a.vn' } }
  expect(upgradeConnection(http)).toBe(http)
  expect(['ngsp', 'dvcqg', 'http', 'khac'].map(upgradeKind)).toEqual(['national', 'national', 'http', 'khac'])
})
