import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { flowOf, unharmed, useInstallation } from './installation.ts'
import { answerJson, startPartner } from './partner.ts'

// Acceptance case 47. Synthetic secrets; each must be found nowhere but at the partner.
vi.setConfig({ testTimeout: 30_000 })
const SECRETS = {
  password: 'mat-khau-BI-MAT/7+"x"',
  token: 'tok-BI-MAT-0123456789',
  key: 'khoa-BI-MAT-abcdef',
  clientSecret: 'client-BI-MAT-zyxw',
}
const FORMS = Object.values(SECRETS).flatMap((it) => [
  it,
  JSON.stringify(it).slice(1, -1),
  encodeURIComponent(it),
  Buffer.from(it).toString('base64'),
  Buffer.from(`ung-dung:${it}`).toString('base64'),
])

const system = useInstallation()

function leaked(text: string): readonly string[] {
  return FORMS.filter((it) => text.includes(it))
}

async function setUp(id: string, baseUrl: string, auth: string, policy = 'khong') {
  const it = system()
  const values = {
    baseUrl,
    auth,
    ...(auth === 'basic' ? { username: 'ung-dung' } : {}),
    ...(auth === 'oauth2' ? { tokenUrl: `${baseUrl}/token`, clientId: 'ung-dung' } : {}),
  }
  await it.connect(id, { kind: 'http', title: id, values, secrets: SECRETS })
  const goi = {
    use: 'http-request@1',
    settings: { connection: id, path: '/x', timeout: 'PT2S' },
    onError: { retry: policy },
  }
  await it.publish(flowOf(id, { accepts: 'json' }, { goi, 'tra-loi': { use: 'http-reply@1' } }))
}

test.each(['basic', 'bearer', 'api-key'])(
  '%s: the partner gets it, an answer or error that repeats it does not carry it on',
  async (auth) => {
    const it = system()
    let status = 200
    const partner = await startPartner((request, response) => {
      const said = {
        vang: request.headers,
        ten: { [String(request.headers.authorization)]: 1 },
        tho: Object.values(SECRETS),
      }
      if (status === 0)
        response.writeHead(200, { 'content-type': 'application/json' }).end(`{"hỏng": ${JSON.stringify(said)}`)
      else answerJson(response, status, said)
    })
    await setUp(`l-${auth}`, partner.url, auth)
    for (status of [200, 400, 401, 500, 0]) {
      const answer = await it.send(`/l-${auth}`, { body: { a: 1 } })
      const run = await it.call('GET', `/runs/${answer.headers['x-lienthong-run']}`)
      expect({ status, leaked: leaked(run.text) }).toEqual({ status, leaked: [] })
      if (status !== 200) expect(leaked(answer.text)).toEqual([])
    }
    expect(leaked(JSON.stringify(partner.heard)).length).toBeGreaterThan(0)
  },
)

test('OAuth 2.0: neither the client secret nor the token is shown when the sign-in fails', async () => {
  const partner = await startPartner((_request, response) =>
    answerJson(response, 400, { error: 'invalid_client', nhac: SECRETS.clientSecret }),
  )
  await setUp('l-oauth', partner.url, 'oauth2')
  const answer = await system().send('/l-oauth', { body: {} })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  const run = await system().call('GET', `/runs/${answer.headers['x-lienthong-run']}`)
  expect(leaked(answer.text + run.text)).toEqual([])
})

test('no answer of the admin API holds a secret', async () => {
  const it = system()
  const { paths } = (await it.call('GET', '/openapi.json')).body
  const flow = 'l-basic'
  for (const path of Object.keys(paths)) {
    const full = path.replace(/^\/api\/v1/, '').replace('{id}', /connections/.test(path) ? flow : flow)
    if (full.includes('{')) continue
    const answer = await it.call('GET', full)
    expect({ full, leaked: leaked(answer.text) }).toEqual({ full, leaked: [] })
  }
  const connection = await it.call('GET', `/connections/${flow}`)
  expect(connection.body.secretsSet.sort()).toEqual(Object.keys(SECRETS).sort())
  const refused = await it.call('PUT', '/connections/sai', {
    kind: 'http',
    title: 'x',
    values: { baseUrl: 'x', password: SECRETS.password },
    secrets: { ...SECRETS, la: SECRETS.token },
  })
  expect(refused.status).toBe(400)
  expect(leaked(refused.text)).toEqual([])
  const tested = await it.call('POST', `/connections/${flow}/test`)
  expect(leaked(tested.text)).toEqual([])
})

test('no log line and no stored file holds a secret in clear', async () => {
  expect(leaked(system().log())).toEqual([])
  for (const file of filesOf(system().data).filter((it) => !/engine\.db|blobs/.test(it))) {
    expect({ file, leaked: leaked(readFileSync(file).toString('latin1')) }).toEqual({ file, leaked: [] })
  }
})

test('neither the worker nor the sandbox can read the master key or the token from its environment', () => {
  const pid = system().workerPids()[0]
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
  expect(environment).not.toContain(system().token)
  expect(environment).not.toContain('LIENTHONG_')
})

test('afterwards everything stands', () => unharmed(system()))

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile())
}
