import { expect, test } from 'vitest'
import { flowOf, unharmed, useInstallation } from './installation.ts'

const system = useInstallation(async (it) => {
  await it.publish(
    flowOf(
      'qua-lai',
      { accepts: 'xml' },
      {
        doc: { use: 'xml-parse@1', settings: { cdata: 'keep' } },
        dung: { use: 'xml-build@1', settings: { declaration: false } },
        'tra-loi': { use: 'http-reply@1' },
      },
    ),
  )
  await it.publish(
    flowOf('doc', { accepts: 'xml' }, { doc: { use: 'xml-parse@1' }, 'tra-loi': { use: 'http-reply@1' } }),
  )
})

const there = async (path: string, xml: string): Promise<string> => {
  const answer = await system().send(path, { body: xml, headers: { 'content-type': 'application/xml; charset=utf-8' } })
  expect(answer.status).toBe(200)
  return answer.text
}

test.each([
  '<HoSo><CCCD>001079123456</CCCD><Ma>1e5</Ma><So>12345678901234567890</So><Thap>0.10</Thap><Dung>true</Dung></HoSo>',
  '<a><rong></rong><trang> </trang><dong>một\nhai</dong></a>',
  `<a><nfc>${'Nguyễn Thị Bưởi'.normalize('NFC')}</nfc><nfd>${'Nguyễn Thị Bưởi'.normalize('NFD')}</nfd></a>`,
  '<a>&amp;&lt;&gt;</a>',
  '<a b="x &amp; y &lt; &quot;z&quot;" c="001"></a>',
  '<a><![CDATA[<b>&amp; ]] ></b>]]></a>',
  '<x:a xmlns:x="urn:x" xmlns="urn:y"><x:b x:c="1"></x:b><d></d></x:a>',
  '<a><Bussiness>Công ty TNHH Một Thành Viên</Bussiness></a>',
  '<a><b>1</b><b>2</b><b>3</b></a>',
  '<DanhSách><Hồ-sơ_1.2>x</Hồ-sơ_1.2></DanhSách>',
  '<a>😀 𠮷 \u00a0\u200b</a>',
  `<a><dai>${'Ủy ban nhân dân '.repeat(20_000).trim()}</dai><so>000123</so></a>`,
])('what is parsed and built again is the same text (%#)', async (xml) => {
  expect(await there('/qua-lai', xml)).toBe(xml)
})

test('what XML says in several ways comes out as one of them', async () => {
  expect(await there('/qua-lai', '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n<a>&#65;&#x1EC7;\r\nb</a>')).toBe(
    '<a>Aệ\nb</a>',
  )
  expect(await there('/qua-lai', "<a b='1'/>")).toBe('<a b="1"></a>')
})

test('no value becomes a number, whatever it looks like', async () => {
  const read = JSON.parse(await there('/doc', '<a m="007"><b>00123</b><c>1e5</c><d>0x1F</d><e>+84</e><f>NaN</f></a>'))
  expect(read).toEqual({ a: { '@m': '007', b: '00123', c: '1e5', d: '0x1F', e: '+84', f: 'NaN' } })
})

test('afterwards everything stands', () => unharmed(system()))
