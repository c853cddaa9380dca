import type { Mapping, MappingItem } from '#shared/mapping/mapping.ts'
import { foldText } from '#shared/text/fold-text.ts'
import type { SourceField } from '../formula/source-tree.ts'
import { childrenOf, type ItemPath, itemAt, kindOf, withItem } from './mapping-edits.ts'

/** A source that seems to fit an empty target field. Nothing is applied unseen. */
export interface Match {
  readonly target: ItemPath
  /** As shown: `ChuHoSo.HoTen`. */
  readonly targetName: string
  /** As written into the mapping: relative inside a for-each. */
  readonly source: string
  readonly kind: 'field' | 'loop'
  /** `name`: the same name · `similar`: another word for the same thing. */
  readonly because: 'name' | 'similar'
}

/** Words that offices use for the same thing, folded and without spaces. */
const SAME: readonly (readonly string[])[] = [
  ['hoten', 'hovaten', 'tencongdan', 'tenchuhoso', 'chuhoso', 'fullname'],
  ['cccd', 'socccd', 'cmnd', 'socmnd', 'sodinhdanh', 'madinhdanh', 'sodinhdanhcanhan'],
  ['mahoso', 'sohoso', 'sobiennhan', 'madinhdanhhoso', 'dossiercode'],
  ['matthc', 'mathutuc', 'mathutuchanhchinh', 'thutuc'],
  ['tentthc', 'tenthutuc', 'tenthutuchanhchinh'],
  ['ngaysinh', 'namsinh', 'ngaythangnamsinh', 'dateofbirth', 'dob'],
  ['gioitinh', 'phai', 'gender'],
  ['diachi', 'noio', 'diachithuongtru', 'thuongtru', 'address'],
  ['sodienthoai', 'dienthoai', 'sdt', 'didong', 'phone'],
  ['email', 'thudientu', 'hopthu'],
  ['ngaytiepnhan', 'ngaynhan', 'ngaynophoso', 'ngaynop'],
  ['ngayhentra', 'ngayhen', 'hentra', 'hantra'],
  ['trangthai', 'trangthaihoso', 'tinhtrang', 'status'],
  ['masothue', 'mst', 'madoanhnghiep', 'msdn', 'taxcode'],
  ['giayto', 'danhsachgiayto', 'tailieu', 'tailieunop', 'danhsachtailieunop', 'thanhphanhoso'],
  ['tengiayto', 'tentailieu', 'tenteptin', 'ten', 'tentep'],
]

const meaning = new Map(SAME.flatMap((group, at) => group.map((word) => [word, at] as const)))

/** A name without accents, case and signs. */
export function bareName(name: string): string {
  return foldText(name).replace(/[^a-z0-9]/g, '')
}

/** Proposals for every target field that has no source yet, from the fields of the example. */
export function proposeMatches(mapping: Mapping, sources: readonly SourceField[]): readonly Match[] {
  const body = sources.filter((it) => !it.path.startsWith('$'))
  return level(mapping, body, '', [], '')
}

function level(
  items: Mapping,
  sources: readonly SourceField[],
  prefix: string,
  at: ItemPath,
  name: string,
): readonly Match[] {
  const single = withoutLists(sources)
  return items.flatMap((item, index): readonly Match[] => {
    const target = [...at, index]
    const targetName = name === '' ? item.target : `${name}.${item.target}`
    const write = (source: SourceField) => source.path.slice(prefix.length)
    if (kindOf(item) === 'group') return level(item.fields ?? [], sources, prefix, target, targetName)
    if (kindOf(item) === 'leaf') {
      const found = item.value === undefined ? best(item, name, single) : undefined
      return found ? [{ target, targetName, source: write(found.field), kind: 'field', because: found.because }] : []
    }
    const lists = everywhere(sources).filter((it) => it.kind === 'list')
    const over = item.each?.over ?? ''
    const found = over === '' ? best(item, name, lists) : undefined
    const list = found?.field ?? lists.find((it) => write(it) === over)
    const own: readonly Match[] = found
      ? [{ target, targetName, source: write(found.field), kind: 'loop', because: found.because }]
      : []
    return list ? [...own, ...level(childrenOf(item) ?? [], list.children, `${list.path}.`, target, targetName)] : own
  })
}

function best(
  item: MappingItem,
  around: string,
  fields: readonly SourceField[],
): { readonly field: SourceField; readonly because: Match['because'] } | undefined {
  const wanted = bareName(item.target)
  if (wanted === '') return undefined
  const named = fields.filter((it) => bareName(it.name) === wanted)
  // Of several fields with the name, the one whose group is called alike.
  const [exact] = [...named].sort((a, b) => nearness(b, around) - nearness(a, around))
  if (exact) return { field: exact, because: 'name' }
  const group = meaning.get(wanted)
  const alike = group === undefined ? undefined : fields.find((it) => meaning.get(bareName(it.name)) === group)
  return alike && { field: alike, because: 'similar' }
}

function nearness(field: SourceField, around: string): number {
  const parents = field.path.split('.').slice(0, -1).map(bareName)
  return around
    .split('.')
    .map(bareName)
    .filter((it) => it !== '' && parents.includes(it)).length
}

const everywhere = (fields: readonly SourceField[]): readonly SourceField[] =>
  fields.flatMap((it) => (it.kind === 'list' ? [it] : [it, ...everywhere(it.children)]))

/** Leaves that have one value for a message: none inside a list. */
function withoutLists(fields: readonly SourceField[]): readonly SourceField[] {
  return fields.flatMap((it) => (it.kind === 'list' ? [] : it.kind === 'object' ? withoutLists(it.children) : [it]))
}

/** Puts the chosen proposals into the mapping. */
export function applyMatches(mapping: Mapping, matches: readonly Match[]): Mapping {
  return matches.reduce((now, { target, source, kind }) => {
    const item = itemAt(now, target)
    if (!item) return now
    if (kind === 'field') return withItem(now, target, { ...item, value: { field: source } })
    return withItem(now, target, { ...item, each: { ...item.each, over: source } })
  }, mapping)
}
