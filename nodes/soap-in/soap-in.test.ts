import { expect, test } from 'vitest'
import { citizenWsdl, rpcWsdl } from '#nodes/soap/services.fixture.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { validateFlow } from '#shared/flow/validate.ts'
import { testNode } from '#shared/node/testing.ts'
import { outputSchema } from '#shared/schema/infer.ts'
import { definition as soapReply } from '../soap-reply/definition.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const base = { path: '/soap/phi', wsdl: rpcWsdl() }
const node = (settings: object) => testNode({ definition, run }, { ...base, ...settings })

test('the request that the gateway made passes through', async () => {
  expect(await node({}).send({ donVi: '00H22' })).toMatchObject({ port: 'out', message: { body: { donVi: '00H22' } } })
})

test('a WSDL that cannot be used is told before anybody calls', () => {
  // Its schema names a file that is not there.
  for (const wsdl of [citizenWsdl(), '<a/>', 'WSDL'])
    try {
      node({ wsdl })
      expect.unreachable()
    } catch (thrown) {
      expect(toErrorData(thrown).code).toBe('soap.wsdl')
    }
})

test('a path is plain, a published address is one of the web, and a key is chosen where one is asked for', () => {
  const good = (settings: object) => definition.settings.safeParse({ ...base, ...settings }).success
  expect(['/a', '/soap/dan-cu.asmx'].filter((path) => !good({ path }))).toEqual([])
  expect(['/', '/a/', '/a//b', '/{a}', '/a/../b'].filter((path) => good({ path }))).toEqual([])
  expect([good({ address: 'https://a.vn/b' }), good({ address: 'ftp://a' }), good({ address: 'https://a"' })]).toEqual([
    true,
    false,
    false,
  ])
  expect([good({ access: 'key' }), good({ access: 'key', connection: 'khoa' })]).toEqual([false, true])
  const member = { access: 'xroad', xroad: 'x-road', xroadClients: [{ client: 'VN/GOV/1/a' }] }
  expect([good(member), good({ ...member, xroad: undefined }), good({ ...member, xroadClients: [] })]).toEqual([
    true,
    false,
    false,
  ])
  const signed = { access: 'certificate', trust: 'chung-thu' }
  expect([good(signed), good({ ...signed, trust: undefined })]).toEqual([true, false])
  const account = { access: 'ws-security', connection: 'khoa' }
  expect([good(account), good({ access: 'ws-security' }), good({ ...account, skew: 'PT21M' })]).toEqual([
    true,
    false,
    false,
  ])
})

test('the designer knows the fields of the request', () => {
  const settings = definition.settings.parse(base)
  const ports = [{ name: 'out', title: { vi: 'a', en: 'a' } }]
  const known = { node: { use: 'soap-in@1' }, definition, ports, settings, form: {} }
  expect(outputSchema(known, 'out', {})).toMatchObject({
    properties: { donVi: { type: 'string' }, hoSo: { properties: { Ma: { type: 'string' } } } },
  })
})

test('a service whose operations are all one way waits for no reply, and one that has an answer does', () => {
  const definitions = new Map([definition, soapReply].map((it) => [it.type, it]))
  const codes = (wsdl: string, more: Flow['nodes'] = {}, settings: object = {}) => {
    const vao = { use: 'soap-in@1', settings: { path: '/soap/phi', wsdl, ...settings }, to: { out: Object.keys(more) } }
    const flow: Flow = { format: 1, id: 'a', title: 'a', nodes: { vao, ...more } }
    return validateFlow(flow, { definitions }).map(({ code, path }) => [code, path])
  }
  const oneWay = rpcWsdl().replaceAll(/<output[^>]*>(?:<soap:body[^>]*><\/output>)?/g, '')
  expect(codes(oneWay)).not.toContainEqual(['flow.no-reply', undefined])
  expect(codes(rpcWsdl())).toContainEqual(['flow.no-reply', undefined])
  const fault = { answers: 'fault', fault: 'LoiLa', content: 'message' }
  const tra = { use: 'soap-reply@1', settings: { wsdl: rpcWsdl(), operation: 'TinhPhi', ...fault } }
  expect(codes(rpcWsdl(), { tra })).toContainEqual(['soap.wsdl', 'fault'])
  const xroad = { access: 'xroad', xroad: 'x-road', xroadClients: [{ client: 'VN/GOV/1/a' }] }
  expect(codes(oneWay, {}, xroad)).toContainEqual(['soap.wsdl', 'wsdl'])
  expect(codes(rpcWsdl(), {}, xroad)).not.toContainEqual(['soap.wsdl', 'wsdl'])
})
