import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { NGSP_CONSUMER, NGSP_LGSP_HEADER } from '../access.ts'
import { SAMPLE_TAX_CODES } from './enterprises.ts'
import { BASIC, detail, pass, start } from './test-client.ts'

test('style A: key and secret by Basic, a form, and a Bearer token for an hour', async () => {
  const { token } = await start()
  expect(await token()).toEqual({
    status: 200,
    body: {
      access_token: expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      scope: 'am_application_scope default',
      token_type: 'Bearer',
      expires_in: 3600,
    },
  })
  expect(await token({ authorization: `Basic ${Buffer.from('la:sai').toString('base64')}` })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  })
  expect(await token({})).toMatchObject({ status: 401 })
  expect(await token({ authorization: BASIC }, new URLSearchParams({ grant_type: 'password' }))).toMatchObject({
    status: 400,
    body: { error: 'unsupported_grant_type' },
  })
})

test('the JSON variant of the token request works too', async () => {
  const { token } = await start()
  const body = JSON.stringify({
    grant_type: 'client_credentials',
    client_id: NGSP_CONSUMER.key,
    client_secret: NGSP_CONSUMER.secret,
  })
  expect((await token({ 'content-type': 'application/json' }, body)).status).toBe(200)
})

test('style B: the lgspaccesstoken header gets a token that works only with the header', async () => {
  const { token, get } = await start()
  const { body } = await token({ lgspaccesstoken: NGSP_LGSP_HEADER })
  const authorization = `Bearer ${body.access_token}`
  expect((await get('/dmdc/Category/magioitinh', { authorization, lgspaccesstoken: NGSP_LGSP_HEADER })).status).toBe(
    200,
  )
  expect((await get('/dmdc/Category/magioitinh', { authorization })).status).toBe(401)
  expect((await token({ lgspaccesstoken: Buffer.from('{"AccessKey":"x"}').toString('base64') })).status).toBe(401)
  expect((await token({ lgspaccesstoken: '%%%' })).status).toBe(401)
})

test('a token is the same again with less time left, and over after its time', async () => {
  const { token, get, bearer } = await start({ tokenSeconds: 100 })
  pass(40_000)
  const again = await token()
  expect(again.body).toMatchObject({ access_token: bearer.authorization.slice(7), expires_in: 60 })
  pass(60_000)
  const over = await get('/dmdc/1.0/AllCategory')
  expect(over.status).toBe(401)
  expect(over.headers.get('www-authenticate')).toContain('expired')
  expect(over.body).toMatchObject({ fault: { code: 900903, message: 'Access Token Expired' } })
  const fresh = await token()
  expect(fresh.body.access_token).not.toBe(again.body.access_token)
})

test('a wrong token and no token are refused as WSO2 refuses them, also in XML', async () => {
  const { get, url } = await start()
  expect((await get(detail('1'), { authorization: 'Bearer sai' })).body).toMatchObject({
    fault: { code: 900901, message: 'Invalid Credentials' },
  })
  const none = await get(detail('1'), {})
  expect([none.status, none.body]).toMatchObject([401, { fault: { code: 900902 } }])
  const xml = await (await fetch(`${url}${detail('1')}`, { headers: { accept: 'application/xml' } })).text()
  expect(new XMLParser({ parseTagValue: false }).parse(xml)).toMatchObject({ fault: { code: '900902' } })
})

test('too many calls in a minute get 429 with Retry-After until the minute is over', async () => {
  const { get, simulator } = await start({ quotaPerMinute: 2 })
  const statuses = [1, 2, 3].map(() => get('/dmdc/AllCategory'))
  expect((await Promise.all(statuses)).map(({ status }) => status).sort()).toEqual([200, 200, 429])
  const refused = await get('/dmdc/AllCategory')
  expect(refused.headers.get('retry-after')).toBe('60')
  expect(refused.body).toMatchObject({ fault: { code: 900800, message: 'Message throttled out' } })
  pass(60_000)
  expect((await get('/dmdc/AllCategory')).status).toBe(200)
  simulator.setQuota(0)
  for (let i = 0; i < 5; i++) expect((await get('/dmdc/AllCategory')).status).toBe(200)
})

test('an expired token by fault is really over; a server error is a WSO2 fault', async () => {
  const { get, token, simulator } = await start()
  simulator.faults.set({ sessionExpiredRate: { value: 1, times: 1 } })
  expect((await get('/dmdc/AllCategory')).body).toMatchObject({ fault: { code: 900903 } })
  expect((await get('/dmdc/AllCategory')).status).toBe(401)
  const fresh = await token()
  expect((await get('/dmdc/AllCategory', { authorization: `Bearer ${fresh.body.access_token}` })).status).toBe(200)
  simulator.faults.set({ errorRate5xx: 1 })
  expect((await get('/dmdc/AllCategory')).body).toMatchObject({ fault: { code: 303001, message: 'Runtime Error' } })
})

test('settings can be turned and the enterprises listed over HTTP', async () => {
  const { url } = await start()
  const put = await fetch(`${url}/_sim/settings`, { method: 'PUT', body: '{"tokenSeconds":5,"quotaPerMinute":9}' })
  expect(await put.json()).toEqual({ tokenSeconds: 5, quotaPerMinute: 9, stateSeconds: 20 })
  const list = (await (await fetch(`${url}/_sim/enterprises`)).json()) as {
    enterprises: { code: string; shape: string }[]
  }
  expect(list.enterprises[0]).toMatchObject({ code: SAMPLE_TAX_CODES[0], shape: 'flat' })
})
