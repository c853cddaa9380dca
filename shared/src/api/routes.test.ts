import { expect, test } from 'vitest'
import { z } from 'zod'
import { roles } from './roles.ts'
import { type Route, routes } from './routes.ts'

const table = Object.entries<Route>(routes)

test('no two routes answer to the same method and path, whatever their parameters are called', () => {
  const keys = table.map(([, { method, path }]) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
})

test.each(table)('%s has a well-formed path, a role, and a summary in both languages', (_, route) => {
  expect(route.path).toMatch(/^(?:\/(?:[a-z][a-z.-]*|\{[a-zA-Z]+\}))+$/)
  const parameters = route.path.match(/\{\w+\}/g) ?? []
  expect(new Set(parameters).size).toBe(parameters.length)
  expect([...roles, 'anyone', 'self']).toContain(route.role)
  for (const text of [route.summary.vi, route.summary.en]) {
    expect(text).toMatch(/^\S.*[^\s.]$/)
    expect(text.normalize('NFC')).toBe(text)
  }
})

test.each(table)('%s takes a body only where HTTP gives one a meaning', (_, { method, body }) => {
  if (method === 'GET' || method === 'DELETE') expect(body).toBeUndefined()
})

test.each(table.filter(([, route]) => route.query))(
  '%s takes its query as texts and refuses what it does not know or cannot be',
  (_, { query, path }) => {
    expect(query?.safeParse({}).success || path.includes('diff')).toBe(true)
    expect(query?.safeParse('x').success).toBe(false)
  },
)

test.each(table.filter(([, route]) => route.answer))('%s describes its answer as JSON Schema', (_, { answer }) => {
  expect(answer && z.toJSONSchema(answer, { unrepresentable: 'any' })).toBeTypeOf('object')
})

test('everything but health and signing in needs a caller, and what changes something needs more than looking', () => {
  expect(
    table
      .filter(([, it]) => it.role === 'anyone')
      .map(([name]) => name)
      .sort(),
  ).toEqual(['finishOutside', 'health', 'leaveOutside', 'signIn', 'signInWays', 'startOutside'])
  const loose = table.filter(([, it]) => it.method !== 'GET' && it.role === 'viewer').map(([name]) => name)
  expect(loose).toEqual([])
})
