import { beforeEach, expect, test } from 'vitest'
import { createLog, type Log } from './log.ts'
import { createRedactor, REDACTED, type Redactor } from './redaction.ts'

let lines: string[]
let redactor: Redactor
let log: Log
beforeEach(() => {
  lines = []
  redactor = createRedactor()
  log = createLog(redactor, { write: (line) => void lines.push(line) }, 'debug')
})

test.each([
  'password',
  'matKhau',
  'mat-khau',
  'apiKey',
  'x-api-key',
  'Authorization',
  'cookie',
  'clientSecret',
  'accessToken',
])('a field named %s is hidden at any depth', (name) => {
  log.info({ a: [{ b: { [name]: 'giá trị cần giấu' } }] }, 'x')
  expect(lines[0]).not.toContain('giá trị cần giấu')
  expect(lines[0]).toContain('[đã ẩn]')
})

test('a known secret is hidden in messages, errors and addresses, in every spelling', () => {
  const secret = 'p@ss"w\\ord/đặc biệt'
  redactor.learn([secret])
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]
  log.error(
    { error: `refused: ${secret}`, url: `http://x/?a=${forms[1]}`, head: `Basic ${forms[2]}` },
    `sign-in with ${secret}`,
  )
  for (const form of [...forms, JSON.stringify(secret).slice(1, -1)]) expect(lines[0]).not.toContain(form)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'sign-in with [đã ẩn]', level: 'error' })
})

test('a secret that contains another one is hidden whole, and short ones are left alone', () => {
  redactor.learn(['khoa-ngan', 'khoa-ngan-va-dai-hon', 'abc'])
  expect(redactor.text('khoa-ngan-va-dai-hon abc')).toBe('[đã ẩn] abc')
})

test('values are hidden in JSON of any depth, in field names and behind other text in base64, and nothing else changes', () => {
  const redactor = createRedactor()
  const value = { token: 'thường', a: [{ b: 'x bi-mat-123 y' }], 'bi-mat-123': 1 }
  expect(redactor.values(value)).toBe(value)
  redactor.learn(['bi-mat-123'])
  expect(redactor.values(value)).toEqual({ token: 'thường', a: [{ b: `x ${REDACTED} y` }], [REDACTED]: 1 })
  for (const user of ['a', 'ab', 'abc']) {
    const shown = redactor.values(Buffer.from(`${user}:bi-mat-123`).toString('base64'))
    expect(Buffer.from(shown.replace(REDACTED, ''), 'base64').toString('latin1')).not.toContain('mat')
  }
})
