import { type Codec, encodeBy } from './codec.ts'
import { identityTable, once, textOfUnits } from './units.ts'
import { byteOfUnit, unitOfByte } from './windows-1252.ts'

/** RFC 1456: six capitals among the control codes, all of 0x80–0xFF is letters. */
const CONTROLS: Readonly<Record<string, number>> = { Ẳ: 0x02, Ẵ: 0x05, Ẫ: 0x06, Ỷ: 0x14, Ỹ: 0x19, Ỵ: 0x1e }
const UPPER_HALF =
  'ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư' +
  'àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ'

const codes: ReadonlyMap<string, number> = new Map([
  ...Object.entries(CONTROLS),
  ...[...UPPER_HALF].map((letter, i) => [letter, 0x80 + i] as const),
])

/** Both readings of 0x80–0x9F lead to the letter: Latin-1 (control codes) and Windows-1252 (€, “ …). */
const table = once(() => {
  const units = identityTable()
  for (const [letter, code] of codes) {
    units[code] = letter.charCodeAt(0)
    units[unitOfByte(code)] = letter.charCodeAt(0)
  }
  return units
})

function decode(text: string): string {
  const units = table()
  const out = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) out[i] = units[text.charCodeAt(i)] ?? 0
  return textOfUnits(out, text.length)
}

/** VISCII (RFC 1456). */
export const viscii: Codec = {
  id: 'viscii',
  title: { vi: 'VISCII', en: 'VISCII' },
  decode,
  encode: (text) =>
    encodeBy(text, (letter) => {
      const code = codes.get(letter)
      if (code !== undefined) return String.fromCharCode(unitOfByte(code))
      const byte = letter.length === 1 ? byteOfUnit(letter.charCodeAt(0)) : undefined
      return byte === undefined || byte >= 0x80 || Object.values(CONTROLS).includes(byte) ? undefined : letter
    }),
}
