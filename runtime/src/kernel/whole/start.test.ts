import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ADMIN_TOKEN, startTestKernel, type TestKernel, testFlow } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 30_000 })

async function started(options: Parameters<typeof startTestKernel>[0] = {}): Promise<TestKernel> {
  const it = await startTestKernel(options)
  onTestFinished(it.close)
  return it
}

test('a first start makes a key file for its owner only and offers a one-time link', async () => {
  const { kernel, masterKeyFile, call } = await started()
  expect(statSync(masterKeyFile).mode & 0o777).toBe(0o600)
  expect(kernel.signInLink).toMatch(new RegExp(`^${kernel.address}/dang-nhap\\?token=[\\w-]{43}$`))
  const health = await call('GET', '/health')
  expect(health.body).toMatchObject({ status: 'ok', version: '0.0.1-test', workers: { wanted: 1, ready: 1 } })
})

test('a second kernel on the same data folder is refused, and the folder is free after a stop', async () => {
  const first = await startTestKernel()
  await expect(startTestKernel({ reuse: first })).rejects.toThrow(/khác dùng.*in use by another/)
  await first.kernel.close()
  const second = await startTestKernel({ reuse: first })
  await second.close()
  await first.close()
})

test('what was published is with the workers again after a restart', async () => {
  const first = await startTestKernel()
  await first.call('PUT', '/flows/dong-bo', { flow: testFlow('dong-bo') })
  const { body } = await first.call('POST', '/flows/dong-bo/publish', { note: '' })
  await first.kernel.close()
  const second = await startTestKernel({ reuse: first })
  onTestFinished(async () => {
    await second.close()
    await first.close()
  })
  const told = await second.call('POST', '/expressions/preview', { expression: 'who', input: null })
  expect(told.body.result.told.flows).toEqual([{ id: 'dong-bo', version: body.version, paused: false }])
})

test('a data folder does not open with another master key, nor with a readable one, nor without it', async () => {
  const first = await startTestKernel()
  onTestFinished(first.close)
  await first.kernel.close()
  chmodSync(first.masterKeyFile, 0o644)
  await expect(startTestKernel({ reuse: first })).rejects.toThrow('chmod 600')
  chmodSync(first.masterKeyFile, 0o600)
  const right = readFileSync(first.masterKeyFile)
  writeFileSync(first.masterKeyFile, Buffer.alloc(32, 7).toString('base64'))
  await expect(startTestKernel({ reuse: first })).rejects.toThrow('not the one of the data folder')
  renameSync(first.masterKeyFile, `${first.masterKeyFile}.away`)
  await expect(startTestKernel({ reuse: first })).rejects.toThrow('is missing')
  writeFileSync(first.masterKeyFile, right, { mode: 0o600 })
  await (await startTestKernel({ reuse: first })).close()
})

test('secrets stand nowhere in clear: not in the data folder, not in an answer, not in the log of kernel or worker', async () => {
  const secret = 'bí-mật "cổng" 7c1f0d2e'
  const { call, data, lines } = await started({ env: { LIENTHONG_LOG_LEVEL: 'debug' } })
  const values = { baseUrl: 'http://127.0.0.1:7110', auth: 'bearer' }
  const saved = await call('PUT', '/connections/mot-cua', {
    kind: 'http',
    title: 'Một cửa',
    values,
    secrets: { token: secret },
  })
  expect(saved.body).toMatchObject({ secretsSet: ['token'], simulator: true })
  const used = await call('POST', '/expressions/preview', { expression: 'tell-secret', input: 'mot-cua' })
  expect(used.body).toEqual({ result: ['token'] })
  const answers = [saved, await call('GET', '/connections'), await call('GET', '/connections/mot-cua')]
  await expect.poll(() => lines.join('').includes('[đã ẩn]')).toBe(true)
  const bytes = readdirSync(data).map((file) => readFileSync(join(data, file)))
  for (const form of [secret, JSON.stringify(secret).slice(1, -1)]) {
    expect(JSON.stringify(answers.map((it) => it.body))).not.toContain(form)
    expect(lines.join('')).not.toContain(form)
    for (const content of bytes) expect(content.includes(form)).toBe(false)
  }
  for (const content of bytes) expect(content.includes(ADMIN_TOKEN)).toBe(false)
})

test('a master key inside the data folder is refused', async () => {
  const first = await startTestKernel()
  onTestFinished(first.close)
  await first.kernel.close()
  const reuse = { data: first.data, masterKeyFile: join(first.data, 'master.key') }
  await expect(startTestKernel({ reuse })).rejects.toThrow('lies in the data folder')
})

test('a worker sees neither the admin token nor the rest of our environment', async () => {
  const { call } = await started()
  const { body } = await call('POST', '/expressions/preview', { expression: 'who', input: null })
  expect(body.result.env).not.toContain('LIENTHONG_ADMIN_TOKEN')
  expect(body.result.env).not.toContain('PATH')
  expect(body.result.env).not.toContain('HOME')
})

test('the designer page says what to do until it is built, under strict headers', async () => {
  const { kernel } = await started()
  const page = await fetch(`${kernel.address}/luong/dong-bo`)
  expect(page.status).toBe(503)
  expect(await page.text()).toContain('npm run build')
  expect(page.headers.get('x-powered-by')).toBeNull()
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await fetch(`${kernel.address}/assets/khong-co.js`)).status).toBe(404)
})

test('a built designer is served: its page for every screen, its assets for a year, and faults without traces', async () => {
  const it = await startTestKernel()
  onTestFinished(it.close)
  await it.kernel.close()
  const folder = join(it.data, '..', 'designer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Liên Thông</title>')
  writeFileSync(join(folder, 'assets', 'app-1a2b3c.js'), 'export {}')
  const { kernel, close } = await startTestKernel({ reuse: it, designerFolder: folder })
  onTestFinished(close)
  const page = await fetch(`${kernel.address}/luong/dong-bo?nut=gui`)
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  expect(await page.text()).toContain('<title>Liên Thông</title>')
  const asset = await fetch(`${kernel.address}/assets/app-1a2b3c.js`)
  expect(asset.headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${kernel.address}/assets/app-cu.js`)).status).toBe(404)
  expect((await fetch(`${kernel.address}/.env`)).status).toBe(404)
  rmSync(join(folder, 'index.html'))
  mkdirSync(join(folder, 'index.html'))
  const broken = await fetch(`${kernel.address}/luong`)
  expect(broken.status).toBeGreaterThanOrEqual(400)
  expect(await broken.text()).toBe(`${broken.status}\n`)
  expect((await fetch(`${kernel.address}/luong`, { method: 'POST' })).status).toBe(404)
})

test('a kernel leaves no process behind when it closes', async () => {
  const it = await startTestKernel({ workers: 2 })
  const { body } = await it.call('POST', '/expressions/preview', { expression: 'who', input: null })
  await it.close()
  expect(() => process.kill(body.result.pid, 0)).toThrow('ESRCH')
})
