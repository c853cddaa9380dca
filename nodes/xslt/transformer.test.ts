import { expect, test } from 'vitest'
import { DOSSIER, STYLESHEETS, whole } from './stylesheets.fixture.ts'
import { createTransformer } from './transformer.ts'

const job = { xml: DOSSIER, params: [], now: 0, most: 1_000_000 }
const { signal } = new AbortController()

test('two thousand messages, good ones and failing ones, leave the memory of the library as it was', async () => {
  const both =
    '<xsl:if test="/HoSo[@Ma]"><xsl:message terminate="yes">x</xsl:message></xsl:if><a><xsl:copy-of select="/"/></a>'
  const stylesheets = [whole(both), ...STYLESHEETS.slice(0, 4).map(([, it]) => it)]
  for (const stylesheet of stylesheets) {
    const transform = createTransformer(stylesheet, 30)
    const failing = stylesheet.includes('terminate')
    const sizes: number[] = []
    for (let i = 0; i < 400; i++) {
      const answer = await transform({ ...job, xml: failing && i % 2 === 0 ? '<a>1</a>' : DOSSIER }, signal)
      if (answer.kind === 'done') sizes.push(answer.bytes)
      else expect([answer.kind, failing]).toEqual(['failed', true])
    }
    expect(sizes.length).toBe(failing ? 200 : 400)
    expect(sizes.at(-1)).toBe(sizes[20])
  }
})

test('a thread that has grown is not kept, so one large document does not hold memory for ever', async () => {
  const transform = createTransformer(whole('<a><xsl:value-of select="count(//z)"/></a>'), 60)
  const sizeOf = async (xml: string): Promise<number> => {
    const answer = await transform({ ...job, xml }, signal)
    return answer.kind === 'done' ? answer.bytes : Number.NaN
  }
  const small = await sizeOf('<a><z/></a>')
  expect(await sizeOf(`<a>${'<z a="1" b="2">x</z>'.repeat(400_000)}</a>`)).toBeGreaterThan(small)
  expect(await sizeOf('<a><z/></a>')).toBe(small)
})
