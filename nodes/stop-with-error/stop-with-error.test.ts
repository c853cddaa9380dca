import { expect, test } from 'vitest'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const stop = (settings: Record<string, unknown>) => testNode({ definition, run }, { code: 'HS-01', ...settings })

test('stops with the code, the sentence and the status, and is not tried again', async () => {
  await expect(stop({ message: 'Hồ sơ thiếu giấy tờ', status: 409 }).send({})).rejects.toMatchObject({
    data: {
      code: 'run.stopped',
      class: 'data',
      status: 409,
      message: { vi: 'Hồ sơ thiếu giấy tờ', en: 'Hồ sơ thiếu giấy tờ' },
      details: { code: 'HS-01' },
    },
  })
})

test('the sentence can be computed', async () => {
  const node = stop({ message: { expr: "'Thiếu ' & $string($count(GiayTo)) & ' giấy tờ'" } })
  await expect(node.send({ GiayTo: [1, 2] })).rejects.toMatchObject({
    data: { message: { vi: 'Thiếu 2 giấy tờ' }, status: 422 },
  })
})

test('braces in a sentence are no parameters, and an absent sentence falls back to the code', async () => {
  await expect(stop({ message: 'x {reason} y' }).send({})).rejects.toMatchObject({
    data: { message: { vi: 'x {reason} y' } },
  })
  await expect(stop({ message: { expr: 'khongCo' } }).send({})).rejects.toMatchObject({
    data: { message: { vi: 'HS-01' } },
  })
})
