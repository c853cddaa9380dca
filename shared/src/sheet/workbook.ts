import { areasOf, columnOf } from './area.ts'
import { lookOf, type NumberLook, numberText } from './number-format.ts'
import { attribute, scanPart } from './scan-part.ts'
import { type Area, LIMITS, type Sheet, SheetFault, type SheetRow } from './sheet-fault.ts'
import { type Archive, openArchive } from './unzip.ts'

/** Which sheet is read: its place from 0 or its name. `clock`: days come with the time that their format shows. */
export interface WorkbookChoice {
  readonly sheet: number | string
  readonly clock?: boolean
}

/** Reads one sheet of an `.xlsx` workbook (ECMA-376). Formulas are not computed: their stored values count. Throws `SheetFault`. */
export async function readWorkbook(bytes: Uint8Array<ArrayBuffer>, choice: WorkbookChoice): Promise<Sheet> {
  refuseOld(bytes)
  const archive = openArchive(bytes)
  const [book] = await related(archive, '', 'officeDocument')
  if (!book) throw new SheetFault('Tệp không phải bảng tính .xlsx', 'The file is no .xlsx workbook')
  const { sheets, from1904 } = await readBook(archive, book.path)
  const parts = await relations(archive, book.path)
  const sheet = chosenOf(sheets, choice.sheet)
  const path = parts.find(({ id }) => id === sheet.id)?.path
  if (path === undefined) throw new SheetFault('Tệp không có trang tính nào', 'The workbook has no sheet')
  const pathOf = (type: string): string | undefined => parts.find((it) => it.type === type)?.path
  const texts = await readTexts(archive, pathOf('sharedStrings'))
  const looks = await readLooks(archive, pathOf('styles'))
  const read = await readRows(archive, path, { texts, looks, from1904, clock: choice.clock ?? false })
  return { kind: 'xlsx', sheets: sheets.map(({ name }) => name), ...read }
}

/** Before .xlsx, workbooks were compound files, and so are those with a password; the name of a part tells which. */
function refuseOld(bytes: Uint8Array<ArrayBuffer>): void {
  if (bytes[0] !== 0xd0 || bytes[1] !== 0xcf) return
  if (new TextDecoder('utf-16le').decode(bytes.subarray(0, bytes.length & ~1)).includes('EncryptedPackage'))
    throw new SheetFault(
      'Tệp Excel có mật khẩu: mở bằng Excel rồi lưu lại thành .xlsx không mật khẩu',
      'The workbook has a password: open it in Excel and save it as .xlsx without password',
    )
  throw new SheetFault(
    'Tệp Excel đời cũ (.xls): mở bằng Excel rồi lưu lại thành .xlsx',
    'An old workbook (.xls): open it in Excel and save it as .xlsx',
  )
}

interface ListedSheet {
  readonly name: string
  readonly id: string
}

function chosenOf(sheets: readonly ListedSheet[], chosen: number | string): ListedSheet {
  const key = (name: string): string => name.normalize('NFC').trim().toLocaleLowerCase('vi')
  const found = typeof chosen === 'number' ? sheets[chosen] : sheets.find(({ name }) => key(name) === key(chosen))
  if (found) return found
  if (sheets.length === 0) throw new SheetFault('Tệp không có trang tính nào', 'The workbook has no sheet')
  const names = sheets.slice(0, 20).map(({ name }) => `"${name}"`)
  throw new SheetFault(
    `Không có trang tính đã chọn; tệp có ${names.join(', ')}`,
    `The chosen sheet is not there; the workbook has ${names.join(', ')}`,
  )
}

const MOST_MERGED = 10_000

interface Relation {
  readonly id: string
  readonly type: string
  readonly path: string
}

async function relations(archive: Archive, path: string): Promise<readonly Relation[]> {
  const cut = path.lastIndexOf('/') + 1
  const name = `${path.slice(0, cut)}_rels/${path.slice(cut)}.rels`
  const found: Relation[] = []
  if (!archive.has(name)) return found
  await scanPart(archive.read(name), {
    open(tag, { Id = '', Type = '', Target = '' }) {
      if (tag !== 'Relationship') return
      const target = new URL(Target, `zip://x/${path}`).pathname.slice(1)
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), path: decodeURIComponent(target) })
    },
  })
  return found
}

async function related(archive: Archive, path: string, type: string): Promise<readonly Relation[]> {
  return (await relations(archive, path)).filter((it) => it.type === type)
}

async function readBook(archive: Archive, path: string) {
  const sheets: ListedSheet[] = []
  let from1904 = false
  await scanPart(archive.read(path), {
    open(tag, attributes) {
      if (tag === 'workbookPr') from1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '')
      if (tag === 'sheet' && sheets.length < LIMITS.parts)
        sheets.push({ name: attributes.name ?? '', id: attribute(attributes, 'id') ?? '' })
    },
  })
  return { sheets, from1904 }
}

/** The texts that cells point to, put together from their runs; hints of pronunciation are no text. */
async function readTexts(archive: Archive, path: string | undefined): Promise<readonly string[]> {
  const texts: string[] = []
  if (path === undefined || !archive.has(path)) return texts
  let text = ''
  let inside = false
  let hint = 0
  await scanPart(archive.read(path), {
    open(tag) {
      if (tag === 'si') text = ''
      if (tag === 'rPh') hint++
      inside = tag === 't' && hint === 0
    },
    text(piece) {
      if (inside) text = bounded(text + piece)
    },
    close(tag) {
      inside = false
      if (tag === 'rPh') hint--
      if (tag !== 'si') return
      if (texts.length >= LIMITS.texts)
        throw new SheetFault('Tệp có quá nhiều ô chữ', 'The workbook has too many texts')
      texts.push(unescaped(text))
    },
  })
  return texts
}

/** How the cells of each style show numbers. */
async function readLooks(archive: Archive, path: string | undefined): Promise<readonly NumberLook[]> {
  const codes = new Map<number, string>()
  const looks: NumberLook[] = []
  if (path === undefined || !archive.has(path)) return looks
  let inCells = false
  await scanPart(archive.read(path), {
    open(tag, attributes) {
      if (tag === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (tag === 'cellXfs') inCells = true
      if (tag !== 'xf' || !inCells || looks.length >= 100_000) return
      const id = Number(attributes.numFmtId ?? 0)
      looks.push(lookOf(id, codes.get(id)))
    },
    close(tag) {
      if (tag === 'cellXfs') inCells = false
    },
  })
  return looks
}

interface Meaning {
  readonly texts: readonly string[]
  readonly looks: readonly NumberLook[]
  readonly from1904: boolean
  readonly clock: boolean
}

interface OpenCell {
  readonly column: number
  readonly type: string
  readonly look: NumberLook
  text: string
}

async function readRows(archive: Archive, path: string, meaning: Meaning) {
  const rows: SheetRow[] = []
  const bare: number[] = []
  let number = 0
  let cells: string[] = []
  let stored: number[] = []
  const merged: Area[] = []
  let cell: OpenCell | undefined
  let inside = false
  let hint = 0
  await scanPart(archive.read(path), {
    open(tag, attributes) {
      if (tag === 'row') {
        number = Number(attributes.r ?? number + 1)
        cells = []
        stored = []
        cell = undefined
      } else if (tag === 'c') {
        const look = meaning.looks[Number(attributes.s ?? 0)] ?? { as: 'plain' }
        const column = columnOf(attributes.r) ?? (cell ? cell.column + 1 : cells.length)
        cell = { column, type: attributes.t ?? 'n', look, text: '' }
      } else if (tag === 'mergeCell' && merged.length < MOST_MERGED) merged.push(...areasOf(attributes.ref))
      else if (tag === 'rPh') hint++
      inside = (tag === 'v' || tag === 't') && hint === 0
    },
    text(piece) {
      if (inside && cell) cell.text = bounded(cell.text + piece)
    },
    close(tag) {
      inside = false
      if (tag === 'rPh') hint--
      if (tag === 'c' && cell) {
        const value = textOf(cell, meaning)
        if (value !== '') put(cells, cell.column, value)
        if (value !== '' && (cell.type === 'n' || cell.type === 'd')) stored.push(cell.column)
        if (value !== '' && cell.type === 'n' && cell.look.as === 'plain')
          bare[cell.column] = (bare[cell.column] ?? 0) + 1
      }
      if (tag !== 'row' || cells.length === 0) return
      if (rows.length >= LIMITS.rows)
        throw new SheetFault('Trang tính có hơn 100.000 dòng', 'The sheet has more than 100,000 rows')
      rows.push({ number, cells: Array.from(cells, (it) => it ?? ''), stored })
    },
  })
  return { rows, bare: Array.from(bare, (it) => it ?? 0), merged }
}

function textOf({ type, text, look }: OpenCell, { texts, from1904, clock }: Meaning): string {
  if (type === 's') return (texts[Number(text)] ?? '').trim()
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE'
  if (type === 'd') return text.slice(0, 10)
  if (type !== 'n') return unescaped(text).trim()
  return numberText(text, look, from1904, clock) ?? ''
}

function put(cells: string[], column: number, value: string): void {
  if (column >= LIMITS.columns)
    throw new SheetFault(`Trang tính có hơn ${LIMITS.columns} cột`, `The sheet has more than ${LIMITS.columns} columns`)
  cells[column] = value
}

function bounded(text: string): string {
  if (text.length > LIMITS.cell)
    throw new SheetFault('Có ô dài quá 32.767 ký tự', 'A cell is longer than 32,767 characters')
  return text
}

/** Signs that XML cannot hold are written `_x000D_`. */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
