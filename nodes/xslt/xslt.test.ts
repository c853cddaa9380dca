import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'
import { DOSSIER, STYLESHEETS, sheet, whole } from './stylesheets.fixture.ts'

const node = (stylesheet: string, more: object = {}) => testNode({ definition, run }, { stylesheet, ...more })
const bodyOf = async (stylesheet: string, body: unknown = DOSSIER, more: object = {}): Promise<unknown> => {
  const sent = await node(stylesheet, more).send(body)
  return sent.kind === 'emit' ? sent.message.body : sent
}
const faultOf = (stylesheet: string, body: unknown = '<a/>', more: object = {}) =>
  node(stylesheet, more)
    .send(body)
    .then(() => ({ code: 'was accepted', message: { vi: '', en: '' } }), toErrorData)

const folder = mkdtempSync(join(tmpdir(), 'lienthong-xslt-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('results', () => {
  const PARAMS = [
    ['don-vi', `000.00.00.H22 & 'B'`],
    ['moc', '007'],
  ] as const
  const xsltproc = spawnSync('xsltproc', ['--version']).status === 0
  test('xsltproc is there in continuous integration', () => {
    expect(xsltproc || process.env.CI === 'true', 'install xsltproc to compare results').toBe(xsltproc)
  })

  /** What releases of the library write in several ways: white space between elements, and how HTML names its encoding. */
  const same = (text: string): string =>
    text
      .replace(/<meta [^>]*>/, '')
      .replace(/>\s+</g, '><')
      .replace(/<\?xml[^>]*\?>\s*/, '')
      .trim()

  test.runIf(xsltproc).each(STYLESHEETS)('%s: the same as xsltproc', async (_shows, stylesheet) => {
    const at = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const given = PARAMS.flatMap(([name, text]) => ['--stringparam', name, text])
    const source = at('source.xml', DOSSIER.replace('windows-1258', 'UTF-8'))
    const ours = await bodyOf(stylesheet, DOSSIER, { params: PARAMS.map(([name, value]) => ({ name, value })) })
    const theirs = spawnSync('xsltproc', [...given, at('sheet.xsl', stylesheet), source], { encoding: 'utf8' })
    expect(theirs.status, theirs.stderr).toBe(0)
    expect(theirs.stdout).not.toBe('')
    expect(same(String(ours))).toBe(same(theirs.stdout))
  })

  test('letters of Vietnam and zeros in front stay, and the header says what it is', async () => {
    const send = (stylesheet: string) => node(stylesheet).send(DOSSIER)
    expect(await send(whole('<M><xsl:value-of select="concat(/HoSo/@Ma, //Ten)"/></M>'))).toMatchObject({
      message: {
        body: expect.stringContaining('<M>000123Nguyễn Thị Thử &amp; bạn</M>'),
        headers: { 'content-type': 'application/xml; charset=utf-8' },
      },
    })
    const typed = async (output: string): Promise<unknown> => {
      const sent = await send(sheet(`${output}<xsl:template match="/"><html><head/>ế</html></xsl:template>`))
      return sent.kind === 'emit' && [sent.message.headers['content-type'], sent.message.body]
    }
    expect(await typed('<xsl:output method="text"/>')).toEqual(['text/plain; charset=utf-8', 'ế'])
    expect(await typed('')).toEqual(['text/html; charset=utf-8', expect.stringMatching(/charset="?UTF-8.*ế/s)])
    expect(await typed('<xsl:output method="html" encoding="ISO-8859-1"/>')).toEqual([
      'text/html; charset=utf-8',
      expect.stringMatching(/charset="?UTF-8.*ế/s),
    ])
    expect(
      await typed('<xsl:output method="xml" encoding="windows-1258" media-type="application/vnd.x+xml"/>'),
    ).toEqual([
      'application/vnd.x+xml; charset=utf-8',
      expect.stringMatching(/^<\?xml version="1.0" encoding="UTF-8"\?>\s*<html>.*ế/s),
    ])
  })

  test('parameters come from formulas; what is missing leaves the default; others than plain values are refused', async () => {
    const stylesheet = sheet(
      '<xsl:output method="text"/><xsl:param name="p" select="\'mặc định\'"/><xsl:template match="/"><xsl:value-of select="$p"/></xsl:template>',
    )
    const given = (value: unknown, body: object = {}) =>
      bodyOf(stylesheet, { xml: '<a/>', ...body }, { from: { field: 'xml' }, params: [{ name: 'p', value }] })
    expect(await given({ field: 'ma' }, { ma: '0007' })).toBe('0007')
    expect(await given({ expr: '$uppercase(ma)' }, { ma: "đ'\"'" })).toBe("Đ'\"'")
    expect(await given("' or 1=1")).toBe("' or 1=1")
    expect(await given(12345678901234)).toBe('12345678901234')
    expect(await given(true)).toBe('true')
    expect(await given(null)).toBe('mặc định')
    expect(await given({ expr: '{"a": 1}' }).catch(toErrorData)).toMatchObject({ code: 'message.wrong-shape' })
  })

  test('the time in a stylesheet is that of the run, in Vietnam, and ids are the same again', async () => {
    const stylesheet = whole(
      '<t i="{generate-id(//Ten)}"><xsl:value-of select="d:date-time()"/></t>',
      'xmlns:d="http://exslt.org/dates-and-times" exclude-result-prefixes="d"',
    )
    const at = (): Promise<unknown> =>
      testNode({ definition, run }, { stylesheet }, { now: () => Date.UTC(2026, 2, 1, 20) }).send(DOSSIER)
    expect(await at()).toMatchObject({ message: { body: expect.stringContaining('>2026-03-02T03:00:00+07:00</t>') } })
    expect(await at()).toEqual(await at())
  })

  test('what xsl:message says is shown; one that stops is an error with its words', async () => {
    const said = await node(whole('<xsl:message>Thiếu ngày</xsl:message><xsl:message>hai</xsl:message><a/>')).send(
      '<a/>',
    )
    expect(said).toMatchObject({ message: { headers: { 'xslt-message': 'Thiếu ngày | hai' } } })
    expect(await faultOf(whole('<xsl:message terminate="yes">Hồ sơ sai</xsl:message><a/>'))).toMatchObject({
      code: 'xslt.stopped',
      message: { vi: expect.stringContaining('Hồ sơ sai') },
    })
  })
})

describe('refused', () => {
  const secret = join(folder, 'bi-mat.xml')
  writeFileSync(secret, '<a>bí mật</a>')
  test.each([
    ['a file', `<xsl:copy-of select="document('${secret}')"/>`, secret],
    ['a file by its address', `<xsl:copy-of select="document('file://${secret}')"/>`, 'bi-mat.xml'],
    [
      'an address of the net',
      `<xsl:copy-of select="document('http://127.0.0.1:9/a.xml')"/>`,
      'http://127.0.0.1:9/a.xml',
    ],
    ['an address from the document', '<xsl:copy-of select="document(/a)"/>', 'khong-co.xml'],
    ['a file to write', `<e:document href="${folder}/ra.xml"><a/></e:document>`, 'ra.xml'],
  ])('%s', async (_name, inside, address) => {
    const stylesheet = whole(`<a>${inside}</a>`, 'xmlns:e="http://exslt.org/common" extension-element-prefixes="e"')
    expect(await faultOf(stylesheet, '<a>khong-co.xml</a>')).toMatchObject({
      code: 'xslt.outside',
      side: 'ours',
      message: { vi: expect.stringContaining(address) },
    })
    expect(existsSync(join(folder, 'ra.xml'))).toBe(false)
  })

  test.each([
    ['xsl:import', sheet('\n<xsl:import href="a.xsl"/>'), /line 3: xsl:import/],
    ['xsl:include', sheet('<!-- <xsl:import href="b"/> --><xsl:include href="a.xsl"/>'), /line 2: xsl:include/],
    [
      'an entity of another file',
      `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>${whole('&a;')}`,
      /line 1: an entity/,
    ],
    ['XSLT 2.0', whole('').replace('version="1.0"', 'version="2.0"'), /XSLT 1\.0/],
    ['what is no stylesheet', '<a/>', /no XSLT stylesheet/],
  ])('%s, while the flow is checked', (_name, stylesheet, said) => {
    const issues = definition.settings.safeParse({ stylesheet }).error?.issues ?? []
    expect(issues.map(({ message }) => message).join()).toMatch(said)
  })

  test('a stylesheet that is made to be slow to check is checked at once', () => {
    const began = performance.now()
    definition.settings.safeParse({ stylesheet: whole('') })
    const usual = performance.now() - began + 50
    for (const piece of [
      '<!--',
      '<![CDATA[',
      '<?',
      '<!DOCTYPE',
      '<!DOCTYPE[',
      '<!ENTITY ',
      '<a ',
      '<!ENTITY                    ',
      ']',
    ]) {
      const start = performance.now()
      definition.settings.safeParse({ stylesheet: `<a>${piece.repeat(199_000 / piece.length)}` })
      expect(performance.now() - start, piece).toBeLessThan(usual * 20)
    }
  })

  test.each([
    ['<b><xsl:value-of select="la()"/></b>', 'xslt.failed', /dòng 3, <value-of>: không có hàm "la"/],
    ['<xsl:value-of select="//q:b"/>', 'xslt.failed', /tiền tố "q" chưa khai/],
    ['<xsl:value-of select="$x"/>', 'xslt.failed', /dòng 3, <value-of>: biến "x" chưa khai/],
    ['<xsl:value-of/>', 'xslt.wrong', /dòng 3, <value-of>: thiếu thuộc tính/],
    ['<xsl:call-template name="la"/>', 'xslt.failed', /không có mẫu tên "la"/],
    ['<xsl:la/>', 'xslt.failed', /không có lệnh xsl:la/],
    ['<b>', 'xslt.wrong', /dòng 3: thẻ đóng không khớp/],
  ])('%s is told with its line', async (inside, code, said) => {
    const fault = await faultOf(sheet(`<xsl:template match="/">\n${inside}</xsl:template>`))
    expect(fault.code).toBe(code)
    expect(fault.message.vi).toMatch(said)
  })

  test('entities of its own are taken, and those that blow up are not', async () => {
    const own = '<!DOCTYPE xsl:stylesheet [<!ENTITY nbsp "&#160;"><!ENTITY dv "Sở">]>'
    expect(await bodyOf(`${own}${whole('<a>&nbsp;&dv;</a>')}`)).toContain('<a>\u00A0Sở</a>')
    const bomb = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('')
    expect(await faultOf(`<!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">${bomb}]>${whole('<a>&e9;</a>')}`)).toMatchObject({
      code: 'xslt.wrong',
    })
  })

  test.each([
    [{ a: 1 }, 'message.wrong-shape'],
    ['<a>', 'xml.malformed'],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', 'xml.doctype-refused'],
    [`<a>${'x'.repeat(1024 * 1024)}</a>`, 'xml.too-large'],
  ])('the document %j', async (body, code) => {
    expect((await faultOf(whole('<a/>'), body, { maxMb: 1 })).code).toBe(code)
  })
})

describe('bounds', () => {
  const many = `<a>${'<z/>'.repeat(3000)}</a>`
  const each = (inside: string): string =>
    whole(`<r><xsl:for-each select="//z"><xsl:for-each select="//z">${inside}</xsl:for-each></xsl:for-each></r>`)

  test('templates that call each other without end are told, and the next message goes through', async () => {
    const endless = node(
      sheet(
        '<xsl:template match="/"><xsl:if test="not(/ok)"><xsl:apply-templates select="/"/></xsl:if><a/></xsl:template>',
      ),
    )
    expect(await endless.send('<a/>').catch(toErrorData)).toMatchObject({
      code: 'xslt.failed',
      message: { vi: expect.stringContaining('lặp vô hạn') },
    })
    expect(await endless.send('<ok/>')).toMatchObject({ port: 'out' })
  })

  test('one that takes too long is ended, and the next message goes through', async () => {
    const slow = node(each('<xsl:if test="count(//z[. = 1]) = 1">a</xsl:if>'), { seconds: 1 })
    expect(await slow.send(many).catch(toErrorData)).toMatchObject({ code: 'xslt.too-slow' })
    expect(await slow.send('<a><z/></a>')).toMatchObject({ port: 'out' })
  })

  test('too much memory and too large a result are told, and the next message goes through', async () => {
    const huge = node(each(`<q>${'a'.repeat(2000)}</q>`), { seconds: 60 })
    expect(await huge.send(many).catch(toErrorData)).toMatchObject({
      code: 'xslt.too-large',
      message: { en: expect.stringContaining('memory') },
    })
    expect(await huge.send('<a><z/></a>')).toMatchObject({ port: 'out' })
    const long = node(whole(`<r><xsl:for-each select="//z"><q>${'a'.repeat(500)}</q></xsl:for-each></r>`), {
      mostMb: 1,
    })
    expect(await long.send(many).catch(toErrorData)).toMatchObject({
      message: { en: expect.stringContaining('1 MB of result') },
    })
    expect(await long.send('<a><z/></a>')).toMatchObject({ port: 'out' })
  })

  test('a run that is given up lets go at once, also while it waits for another', async () => {
    const stop = new AbortController()
    const slow = testNode(
      { definition, run },
      { stylesheet: each('<xsl:if test="count(//z[. = 1]) = 1">a</xsl:if>'), seconds: 60 },
      { signal: stop.signal },
    )
    const two = [slow.send(many), slow.send(many)].map((it) =>
      it.then(
        () => 'done',
        () => 'stopped',
      ),
    )
    setTimeout(() => stop.abort(new Error('enough')), 300)
    expect(await Promise.all(two)).toEqual(['stopped', 'stopped'])
  })

  test('messages at the same time each get their own result', async () => {
    const echo = node(whole('<m><xsl:value-of select="/a"/></m>'))
    const sent = await Promise.all(Array.from({ length: 50 }, (_, i) => echo.send(`<a>${i}</a>`)))
    for (const [i, it] of sent.entries())
      expect(it).toMatchObject({ message: { body: expect.stringContaining(`<m>${i}</m>`) } })
  })
})
