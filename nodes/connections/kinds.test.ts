import { expect, test } from 'vitest'
import { describeConnection } from '#shared/node/catalogue.ts'
import { httpConnection } from './http.ts'
import { connectionKinds } from './index.ts'
import { sqlConnection } from './sql.ts'

test('every kind can be served as data, with a look for each field', () => {
  for (const kind of connectionKinds) {
    const { values, secrets } = JSON.parse(JSON.stringify(describeConnection(kind)))
    for (const schema of [values, secrets]) {
      for (const [name, property] of Object.entries(schema.properties)) {
        expect(property, `${kind.kind}.${name}`).toMatchObject({
          'x-field': { title: { vi: expect.any(String), en: expect.any(String) } },
        })
      }
    }
  }
})

test('a secret has no place among the values that are shown', () => {
  for (const kind of connectionKinds) {
    expect(Object.keys(kind.values.shape).filter((name) => /secret|password|^token$|^key$/i.test(name))).toEqual([])
  }
})

test('hosts are the addresses that flows may reach, with their ports', () => {
  const http = httpConnection.values.parse({
    baseUrl: 'https://api.tinh.gov.vn/v1',
    auth: 'oauth2',
    tokenUrl: 'http://sso.tinh.gov.vn:8280/token',
    clientId: 'a',
  })
  expect(httpConnection.hosts(http)).toEqual(['api.tinh.gov.vn:443', 'sso.tinh.gov.vn:8280'])
  const file = sqlConnection.values.parse({ driver: 'sqlite', file: 'mot-cua.db' })
  expect(sqlConnection.hosts(file)).toEqual([])
  const server = sqlConnection.values.parse({ host: 'db.tinh.gov.vn', database: 'motcua', user: 'doc' })
  expect(sqlConnection.hosts(server)).toEqual(['db.tinh.gov.vn:5432'])
})

test.each([
  'ftp://a',
  'tinh.gov.vn',
  'https://a:b@tinh.gov.vn',
  'https://tinh.gov.vn/?khoa=1',
  'https://tinh.gov.vn/#x',
])('the base address %s is refused', (baseUrl) => {
  expect(httpConnection.values.safeParse({ baseUrl }).success).toBe(false)
})

test('what a chosen way needs must be entered', () => {
  const issues = (values: unknown) =>
    httpConnection.values.safeParse(values).error?.issues.map((issue) => issue.path.join('.'))
  expect(issues({ baseUrl: 'https://a.vn', auth: 'oauth2' })).toEqual(['tokenUrl', 'clientId'])
  expect(issues({ baseUrl: 'https://a.vn', auth: 'basic' })).toEqual(['username'])
})
