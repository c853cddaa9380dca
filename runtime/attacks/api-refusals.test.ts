import { expect, test } from 'vitest'
import { flowOf, unharmed, useInstallation } from './installation.ts'

const system = useInstallation(async (it) => {
  await it.publish(flowOf('vong', {}))
})

test.each([
  ['GET', '/khong-co?khoa=bi-mat', undefined, 404, 'Không tìm thấy GET /api/v1/khong-co'],
  ['GET', '/runs?cursor=abc', undefined, 400, 'không phải con trỏ'],
  ['GET', '/runs?status=x', undefined, 400, 'phải là một trong accepted'],
  ['GET', '/runs?from=hom-qua', undefined, 400, 'cần ngày hoặc giờ dạng'],
  ['PUT', '/flows/khac', { flow: { format: 1, id: 'vong', title: 'x', nodes: {} } }, 400, 'phải trùng với địa chỉ'],
])('%s %s is refused with a sentence', async (method, path, body, status, words) => {
  const answer = await system().call(method, path, body)
  expect(answer.status).toBe(status)
  expect(answer.body.message.vi).toContain(words)
  expect(answer.body.message.en).not.toBe(answer.body.message.vi)
  expect(answer.text).not.toContain('bi-mat')
})

test('a run is not tried again from a step that it does not have, and a finished one not at all', async () => {
  const sent = await system().send('/vong', { body: { a: 1 } })
  const run = String(sent.headers['x-lienthong-run'])
  const missing = await system().call('POST', `/runs/${run}/retry`, { from: 'khong-co' })
  expect(missing).toMatchObject({
    status: 400,
    body: { message: { vi: expect.stringContaining('không có bước này') } },
  })
  const finished = await system().call('POST', `/runs/${run}/retry`, {})
  expect(finished).toMatchObject({
    status: 409,
    body: { message: { en: expect.stringMatching(/^The run .* so this/) } },
  })
  await unharmed(system())
})
