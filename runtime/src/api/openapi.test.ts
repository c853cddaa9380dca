import { expect, test } from 'vitest'
import { type Route, routes } from '#shared/api/routes.ts'
import { openApiDocument } from './openapi.ts'

const document = JSON.parse(JSON.stringify(openApiDocument('1.2.3')))

/** Every object inside, with its place. */
function* inside(value: unknown, place = '#'): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield [place, value as Record<string, unknown>]
  for (const [key, inner] of Object.entries(value)) yield* inside(inner, `${place}/${key}`)
}

test('every route of the table is described once, with its role', () => {
  const described = Object.values<Record<string, { operationId: string; description: string }>>(document.paths).flatMap(
    (it) => Object.values(it),
  )
  expect(described.map((it) => it.operationId).sort()).toEqual(Object.keys(routes).sort())
  for (const [operation, route] of Object.entries<Route>(routes)) {
    expect(document.paths[route.path][route.method.toLowerCase()].description).toContain(`Role: ${route.role}`)
    expect(document.paths[route.path][route.method.toLowerCase()].operationId).toBe(operation)
  }
})

test('every parameter in a path is declared as required, and nothing else is', () => {
  for (const [path, methods] of Object.entries<
    Record<string, { parameters?: { name: string; in: string; required: boolean }[] }>
  >(document.paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    for (const operation of Object.values(methods)) {
      const inPath = (operation.parameters ?? []).filter((it) => it.in === 'path')
      expect(inPath.map((it) => it.name)).toEqual(names)
      expect(inPath.every((it) => it.required)).toBe(true)
    }
  }
})

test('every reference resolves, and no schema carries a dialect of its own', () => {
  for (const [place, it] of inside(document)) {
    expect(it.$schema, place).toBeUndefined()
    if (typeof it.$ref !== 'string') continue
    let at: unknown = document
    for (const part of it.$ref.slice(2).split('/')) at = (at as Record<string, unknown>)[part]
    expect(at, `${place} → ${it.$ref}`).toBeDefined()
  }
})

test('the document has what OpenAPI 3.1 asks for', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/)
  expect(document.info).toMatchObject({ title: 'Liên Thông', version: '1.2.3' })
  for (const methods of Object.values<
    Record<string, { responses: Record<string, { description?: string; $ref?: string }> }>
  >(document.paths)) {
    for (const { responses } of Object.values(methods)) {
      expect(Object.keys(responses)).toContain('default')
      for (const response of Object.values(responses)) expect(response.description ?? response.$ref).toBeTruthy()
    }
  }
  expect(document.paths['/flows/{id}'].put.requestBody.content['application/json'].schema.required).toEqual(['flow'])
  expect(document.paths['/health'].get.security).toEqual([])
})
