import { crc32 } from './crc32.ts'

/** A workbook of one sheet whose cells are all text, so that zeros stay and nothing is computed. */
export function xlsxOf(name: string, lines: readonly (readonly string[])[]): Uint8Array<ArrayBuffer> {
  const parts: readonly (readonly [string, string])[] = [
    ['[Content_Types].xml', CONTENT_TYPES],
    ['_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${escaped(sheetName(name))}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', STYLES],
    ['xl/worksheets/sheet1.xml', sheetXml(lines)],
  ]
  return zipOf(parts)
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const CONTENT_TYPES = `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`
/** Style 1 is the format "text" (49): a cell that is typed into later stays text too. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

function relations(all: readonly (readonly [string, string])[]): string {
  const each = all.map(
    ([type, target], i) => `<Relationship Id="r${i + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  )
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`
}

function sheetXml(lines: readonly (readonly string[])[]): string {
  const cells = (line: readonly string[]) =>
    line.map((text) => `<c t="inlineStr" s="1"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`).join('')
  const rows = lines.map((line, i) => `<row r="${i + 1}">${cells(line)}</row>`).join('')
  return `${HEAD}<worksheet xmlns="${MAIN}"><cols><col min="1" max="100" width="24" style="1" customWidth="1"/></cols><sheetData>${rows}</sheetData></worksheet>`
}

/** What looks like an escape is escaped itself; what XML cannot hold becomes one. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replace(
      /[^\P{Cc}\t\n]|\uFFFE|\uFFFF/gu,
      (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
}

/** Spreadsheets take 31 characters for a name, and not these. */
function sheetName(name: string): string {
  const fit = name
    .replace(/[[\]:*?/\\']/g, ' ')
    .trim()
    .slice(0, 31)
  return fit === '' ? 'Sheet1' : fit
}

/** A zip archive of stored parts. */
function zipOf(parts: readonly (readonly [string, string])[]): Uint8Array<ArrayBuffer> {
  const letters = new TextEncoder()
  const pieces: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const [name, text] of parts) {
    const [path, data] = [letters.encode(name), letters.encode(text)]
    // version 2.0, names in UTF-8, stored, 1 January 1980
    const common = [20, 0x0800, 0, 0, 0x21]
    const sizes = [crc32(data), data.length, data.length]
    const local = record(0x04034b50, common, sizes, [path.length, 0], [], path)
    directory.push(record(0x02014b50, [20, ...common], sizes, [path.length, 0, 0, 0, 0], [0, at], path))
    pieces.push(local, data)
    at += local.length + data.length
  }
  const size = directory.reduce((sum, it) => sum + it.length, 0)
  const end = record(0x06054b50, [0, 0, parts.length, parts.length], [size, at], [0], [], new Uint8Array())
  return joined([...pieces, ...directory, end])
}

/** Signature, 16-bit, 32-bit, 16-bit and 32-bit numbers, and a name behind them, little endian. */
function record(
  signature: number,
  shorts: readonly number[],
  longs: readonly number[],
  lengths: readonly number[],
  last: readonly number[],
  name: Uint8Array,
): Uint8Array {
  const bytes = new Uint8Array(
    4 + (shorts.length + lengths.length) * 2 + (longs.length + last.length) * 4 + name.length,
  )
  const view = new DataView(bytes.buffer)
  let at = 0
  const put = (value: number, width: 2 | 4): void => {
    if (width === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += width
  }
  put(signature, 4)
  for (const value of shorts) put(value, 2)
  for (const value of longs) put(value, 4)
  for (const value of lengths) put(value, 2)
  for (const value of last) put(value, 4)
  bytes.set(name, at)
  return bytes
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, it) => sum + it.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
