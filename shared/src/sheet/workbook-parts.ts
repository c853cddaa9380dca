/** A cell as it is written: text, a number in plain digits, or a day as spreadsheets count it (1 = 1 January 1900), with its time or not. */
export type OutCell = string | { readonly number: string } | { readonly day: number; readonly clock: boolean }

/** A workbook of one sheet. */
export interface OutSheet {
  readonly name: string
  /** Stands above the rows, bold, and stays in sight. */
  readonly header?: readonly string[]
  readonly rows: readonly (readonly OutCell[])[]
  /** Widths of columns in characters; 24 for those that are left out. */
  readonly widths: readonly number[]
}

/** The parts of an `.xlsx` workbook (ECMA-376) by name, to be zipped. Text is never computed, and cells typed into later stay text. */
export function workbookParts(sheet: OutSheet): readonly (readonly [string, string])[] {
  return [
    ['[Content_Types].xml', CONTENT_TYPES],
    ['_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${escaped(sheetName(sheet.name))}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', STYLES],
    ['xl/worksheets/sheet1.xml', sheetXml(sheet)],
  ]
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const CONTENT_TYPES = `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`

/** Formats of cells by their place in the styles. */
const STYLE = { text: 1, header: 2, day: 3, clock: 4 } as const

const xf = (format: number, font = 0, fill = 0, more = ''): string =>
  `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"${more === '' ? '/>' : ` applyAlignment="1">${more}</xf>`}`

/** Format 49 is "text"; 164 and 165 are days as Vietnamese write them. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7EEF7"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${xf(49)}${xf(49, 1, 2, '<alignment horizontal="center" vertical="center" wrapText="1"/>')}${xf(164)}${xf(165)}</cellXfs></styleSheet>`

function relations(all: readonly (readonly [string, string])[]): string {
  const each = all.map(
    ([type, target], i) => `<Relationship Id="r${i + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  )
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`
}

function sheetXml({ header, rows, widths }: OutSheet): string {
  const above = header ? 1 : 0
  const titles = header?.map((it, at) => textCell(it, STYLE.header, `${lettersOf(at)}1`)) ?? []
  const lines = rows.map((cells, i) => {
    const number = i + 1 + above
    const each = cells.map((cell, at) => cellXml(cell, `${lettersOf(at)}${number}`))
    return `<row r="${number}">${each.join('')}</row>`
  })
  const data = (header ? `<row r="1">${titles.join('')}</row>` : '') + lines.join('')
  const frozen = header
    ? '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    : ''
  const own = widths.map((width, i) => columnXml(i + 1, i + 1, width))
  const rest = widths.length < 100 ? columnXml(widths.length + 1, 100, 24) : ''
  return `${HEAD}<worksheet xmlns="${MAIN}">${frozen}<cols>${own.join('')}${rest}</cols><sheetData>${data}</sheetData></worksheet>`
}

function columnXml(from: number, until: number, width: number): string {
  return `<col min="${from}" max="${until}" width="${width}" style="${STYLE.text}" customWidth="1"/>`
}

/** 27 → `AB`. Programs may leave places out (ECMA-376), but some that read need them. */
function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last
}

function cellXml(cell: OutCell, place: string): string {
  if (typeof cell === 'string') return textCell(cell, STYLE.text, place)
  if ('number' in cell) return `<c r="${place}" s="0"><v>${escaped(cell.number)}</v></c>`
  return `<c r="${place}" s="${cell.clock ? STYLE.clock : STYLE.day}"><v>${cell.day}</v></c>`
}

function textCell(text: string, style: number, place: string): string {
  return `<c r="${place}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
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
