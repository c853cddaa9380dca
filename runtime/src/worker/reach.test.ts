import { mkdirSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEgressPolicy } from '#runtime/security/egress.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { createReach } from './reach.ts'

let folder: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-reach-')))
})
afterEach(() => rm(folder, { recursive: true }))

const reachOf = (hosts: readonly string[], granted: readonly string[] = []) =>
  createReach(createEgressPolicy(['127.0.0.1:7100']), granted)(hosts)
const codeOf = (work: Promise<unknown>) => work.then(String, (error) => toErrorData(error).code)

test('a driver reaches the host of its connection and no other', async () => {
  const reach = reachOf(['127.0.0.1:2222', '169.254.169.254:80', '127.0.0.1:7100'])
  expect(await reach.host('127.0.0.1', 2222)).toBe('127.0.0.1')
  expect(await codeOf(reach.host('127.0.0.1', 2223))).toBe('connect.host-not-allowed')
  expect(await codeOf(reach.host('169.254.169.254', 80))).toBe('connect.host-not-allowed')
  expect(await codeOf(reach.host('127.0.0.1', 7100))).toBe('connect.host-not-allowed')
})

test('a name that cannot be resolved is worth another try', async () => {
  const reach = reachOf(['khong-co.invalid:22'])
  expect(await reach.host('khong-co.invalid', 22).catch(toErrorData)).toMatchObject({
    code: 'connect.unreachable',
    class: 'transient',
  })
})

test('only granted folders and what lies below them may be used, links included', async () => {
  const granted = join(folder, 'trao-doi')
  const secret = join(folder, 'bi-mat')
  mkdirSync(join(granted, 'vao'), { recursive: true })
  mkdirSync(secret)
  symlinkSync(secret, join(granted, 'loi-tat'))
  const reach = reachOf([], [granted])
  expect(await reach.folder(join(granted, 'vao'))).toBe(join(granted, 'vao'))
  expect(await reach.folder(granted)).toBe(granted)
  expect(await codeOf(reach.folder(join(granted, 'chua-co')))).toBe('file.not-found')
  for (const bad of [secret, join(granted, 'loi-tat'), `${granted}/../bi-mat`, `${granted}x`, 'trao-doi', '/'])
    expect(await codeOf(reach.folder(bad)), bad).toBe('file.not-granted')
})
