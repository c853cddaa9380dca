import { expect, test } from 'vitest'
import { createRouteTable } from './route-table.ts'
import { deployed, flowBehind } from './testing/entrance.ts'

function table(...addresses: readonly string[]) {
  const flows = addresses.map((address, i) => {
    const [method, path] = address.split(' ')
    return flowBehind(`f${i}`, { method, path })
  })
  const routes = createRouteTable(deployed(flows).all())
  const at = (method: string, path: string) => {
    const found = routes.find(method, path)
    return found && [addresses[Number(found.route.deployment.compiled.flow.id.slice(1))], found.parameters]
  }
  return { at, methods: routes.methods }
}

test('a plain path is found by its method, with or without a slash at the end', () => {
  const { at } = table('POST /ho-so', 'GET /ho-so', 'POST /')
  expect(at('POST', '/ho-so')).toEqual(['POST /ho-so', {}])
  expect(at('GET', '/ho-so/')).toEqual(['GET /ho-so', {}])
  expect(at('POST', '/')).toEqual(['POST /', {}])
  for (const path of ['/Ho-so', '/ho-so//', '/ho-so/x', '', '//ho-so', '/ho-so?x=1'])
    expect(at('POST', path)).toBeUndefined()
  expect(at('PUT', '/ho-so')).toBeUndefined()
})

test('parameters take one whole part each, decoded once; a part that is no good encoding stays as it is', () => {
  const { at } = table('GET /tra/{ma}/{so}')
  expect(at('GET', '/tra/00123/a%20b/')).toEqual(['GET /tra/{ma}/{so}', { ma: '00123', so: 'a b' }])
  expect(at('GET', '/tra/%E1%BA%BF/%2525')?.[1]).toEqual({ ma: 'ế', so: '%25' })
  expect(at('GET', '/tra/%2Fetc/%zz')?.[1]).toEqual({ ma: '/etc', so: '%zz' })
  expect(at('GET', '/tra//x')).toBeUndefined()
  expect(at('GET', '/tra/x')).toBeUndefined()
  expect(at('GET', '/tra/x/y/z')).toBeUndefined()
})

test('the most particular address wins, in whatever order flows were deployed', () => {
  const all = ['GET /a/{x}/{y}', 'GET /a/{x}/c', 'GET /a/b/{y}', 'GET /a/b/c']
  for (const order of [all, [...all].reverse()]) {
    const { at } = table(...order)
    expect(at('GET', '/a/b/c')?.[0]).toBe('GET /a/b/c')
    expect(at('GET', '/a/b/z')?.[0]).toBe('GET /a/b/{y}')
    expect(at('GET', '/a/z/c')?.[0]).toBe('GET /a/{x}/c')
    expect(at('GET', '/a/z/z')?.[0]).toBe('GET /a/{x}/{y}')
  }
  for (const order of [
    ['GET /a/{x}/c', 'GET /a/b/{y}'],
    ['GET /a/b/{y}', 'GET /a/{x}/c'],
  ])
    expect(table(...order).at('GET', '/a/b/c')?.[0]).toBe('GET /a/b/{y}')
})

test('an address knows the methods that it can be asked with, also one with parameters', () => {
  const { methods } = table('PUT /ho-so', 'POST /ho-so', 'GET /tra/{ma}', 'POST /tra/{ma}')
  for (const path of ['/ho-so', '/ho-so/']) expect(methods(path)).toEqual(['POST', 'PUT'])
  for (const path of ['/tra/1', '/tra/{ma}/']) expect(methods(path)).toEqual(['GET', 'POST'])
  for (const path of ['/', '/tra', '/tra/1/2']) expect(methods(path)).toEqual([])
})
