import { escapeMarkup, jsonReply, type Reply } from '../frame/reply.ts'
import { asObject, type SimRequest, textOf } from '../frame/request.ts'
import type { Citizen } from './citizens.ts'

const NEEDED = ['maYeuCau', 'maDVC', 'maCanBo', 'hoVaTen', 'ngayThangNam'] as const

/**
 * A look-up of one citizen in the provincial JSON variant (domain-vietnam §6.3): the reply holds SOAP as a text. Name and birth must agree
 * with the register, else nobody is found; the words of refusals are ours.
 */
export function lookUpCitizen(citizens: ReadonlyMap<string, Citizen>, request: SimRequest): Reply {
  const asked = asObject(request.json())
  const missing = NEEDED.find((name) => (textOf(asked, name) ?? '') === '')
  if (missing) return jsonReply(200, { error_code: '-1', message: `Thiếu ${missing}` })
  const citizen = citizens.get(textOf(asked, 'soDinhDanh') ?? '')
  const name = (textOf(asked, 'hoVaTen') ?? '').normalize('NFC')
  const birth = textOf(asked, 'ngayThangNam') ?? ''
  if (!citizen || citizen.name.toLocaleUpperCase('vi') !== name || !citizen.birth.startsWith(birth.slice(0, 4)))
    return jsonReply(200, { error_code: '0', message: envelope('') })
  return jsonReply(200, { error_code: 0, message: envelope(congDan(citizen)) })
}

function envelope(inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><ns1:CongdanCollection xmlns:ns1="http://dancuquocgia.bca">${inside}</ns1:CongdanCollection></soap:Body></soap:Envelope>`
}

function congDan({ id, name, gender, birth, commune, address }: Citizen): string {
  const [family = '', ...rest] = name.split(' ')
  const given = rest.pop() ?? ''
  const place = `<ns1:MaTinhThanh>${commune.provinceCode}</ns1:MaTinhThanh><ns1:MaQuanHuyen>${commune.districtCode}</ns1:MaQuanHuyen><ns1:MaPhuongXa>${commune.code}</ns1:MaPhuongXa><ns1:ChiTiet>${escapeMarkup(address)}</ns1:ChiTiet><ns1:QuocGia>VN</ns1:QuocGia>`
  const born = birth.length === 8 ? `<ns1:NgayThangNam>${birth}</ns1:NgayThangNam>` : ''
  return `<ns1:CongDan><ns1:SoDinhDanh>${id}</ns1:SoDinhDanh><ns1:HoVaTen><ns1:Ho>${family}</ns1:Ho><ns1:ChuDem>${rest.join(' ')}</ns1:ChuDem><ns1:Ten>${given}</ns1:Ten></ns1:HoVaTen><ns1:GioiTinh>${gender === 'nam' ? '1' : '2'}</ns1:GioiTinh><ns1:DanToc>01</ns1:DanToc><ns1:QuocTich>VN</ns1:QuocTich><ns1:NgayThangNamSinh><ns1:Nam>${birth.slice(0, 4)}</ns1:Nam>${born}</ns1:NgayThangNamSinh><ns1:ThuongTru>${place}</ns1:ThuongTru><ns1:NoiOHienTai>${place}</ns1:NoiOHienTai></ns1:CongDan>`
}
