import type { RecordLine } from '../frame/record.ts'
import { asObject, textOf } from '../frame/request.ts'
import type { DvcqgAnswers } from './answers.ts'
import type { Service } from './services.ts'

type Fields = Readonly<Record<string, unknown>>

/** Questions and answers of citizens and agencies, and the services that give and take them. */
export interface QuestionDesk {
  readonly services: ReadonlyMap<string, Service>
  count(): number
  clear(): void
  restore(line: RecordLine): void
}

const PUBLISH = 'DongBoHoiDap'
const ANSWER = 'DongBoKetQuaHoiDapGuiTuDVCQG'

const unit = { MADONVI: '000.00.00.H22', TENDONVI: 'UBND tỉnh Hà Giang (giả lập)' }
const open = { ...unit, TRANGTHAI: 1, TRALOIID: 0, NOIDUNGTRALOI: '' }

/** What citizens have asked: two questions that wait for an answer, one that has its own. */
const FROM_CITIZENS: readonly Fields[] = [
  {
    ...open,
    HOIDAPID: 90001,
    MALINHVUC: 'G15-HT04',
    MATTHCDP: '1.001193',
    NOIDUNG: 'Cháu sinh ở bệnh viện tỉnh khác thì đăng ký khai sinh ở đâu?',
    HOVATEN: 'Nguyễn Thị Thử',
    THUDIENTU: 'thu@thu.example',
  },
  {
    ...open,
    HOIDAPID: 90002,
    MALINHVUC: 'G17-XD01',
    MATTHCDP: '1.009994',
    NOIDUNG: 'Sửa mái nhà có phải xin giấy phép xây dựng không?',
    HOVATEN: 'Trần Văn Thử',
    THUDIENTU: '',
  },
]

/** Makes the desk. The portal gives its ids as numbers; both ways of writing them are taken. */
export function createQuestions(answers: DvcqgAnswers): QuestionDesk {
  const replies = new Map<string, { readonly id: number; readonly content: string }[]>()
  const published = new Map<string, Fields>()

  const answer = (id: string, content: string): void => {
    const known = replies.get(id) ?? []
    known.push({ id: 70_000 + [...replies.values()].flat().length + 1, content })
    replies.set(id, known)
  }
  const shown = (): readonly Fields[] =>
    FROM_CITIZENS.map((question) => {
      const last = replies.get(idOf(question))?.at(-1)
      return last ? { ...question, TRALOIID: last.id, NOIDUNGTRALOI: last.content } : question
    })
  const take = (service: string, refuse: (item: Fields) => string | undefined, keep: (item: Fields) => void): Service =>
    function taken(body, request) {
      const data = Object.hasOwn(body, 'data') && Array.isArray(body.data) ? body.data : []
      if (data.length === 0) return answers.refused('Dữ liệu không hợp lệ: data phải là danh sách có ít nhất một mục')
      const items = data.map((item) => ({ ...asObject(item) }))
      const faults = items.map(refuse).filter((fault) => fault !== undefined)
      if (faults.length > 0) return answers.refused(faults.join('; '))
      const there = items.filter((item) => isThere(service, item)).map(idOf)
      if (there.length > 0) return answers.duplicate(there, service === ANSWER ? 'Câu trả lời của câu hỏi' : 'Câu hỏi')
      request.record(items.map((item) => ({ operation: service, key: idOf(item), outcome: 'inserted', body: item })))
      for (const item of items) keep(item)
      return answers.ok(items.map((item) => ({ HOIDAPID: Number(idOf(item)) })))
    }
  const isThere = (service: string, item: Fields): boolean =>
    service === PUBLISH
      ? published.has(idOf(item))
      : (replies.get(idOf(item)) ?? []).some(({ content }) => content === item.NOIDUNGTRALOI)
  const isKnown = (id: string): boolean => FROM_CITIZENS.some((question) => idOf(question) === id)

  const services = new Map<string, Service>([
    ['LayDanhSachHoiDapGuiTuDVCQG', () => answers.ok(shown())],
    ['LayDanhSachHoiDapBoCoQuan', () => answers.ok([...published.values()])],
    [
      'LayNoiDungTraLoiTheoCauHoi',
      (body) => {
        const id = idOf({ HOIDAPID: Object.hasOwn(body, 'cauhoiid') ? body.cauhoiid : undefined })
        if (id === '') return answers.refused('Dữ liệu không hợp lệ: cauhoiid không được để trống')
        const found = (replies.get(id) ?? []).map((one) => ({ TRALOIID: one.id, NOIDUNGTRALOI: one.content }))
        return answers.ok(found)
      },
    ],
    [
      PUBLISH,
      take(
        PUBLISH,
        (item) => missing(item, ['HOIDAPID', 'NOIDUNG', 'MADONVI']),
        (item) => void published.set(idOf(item), { ...open, ...item }),
      ),
    ],
    [
      ANSWER,
      take(
        ANSWER,
        (item) =>
          missing(item, ['HOIDAPID', 'MADONVI', 'NGUOITRALOI', 'NGAYTRALOI', 'NOIDUNGTRALOI']) ??
          (isKnown(idOf(item)) ? undefined : `Không tìm thấy câu hỏi ${idOf(item)}`),
        (item) => answer(idOf(item), textOf(item, 'NOIDUNGTRALOI') ?? ''),
      ),
    ],
  ])
  return {
    services,
    count: () => FROM_CITIZENS.length + published.size,
    clear: () => {
      replies.clear()
      published.clear()
    },
    restore: (line) => {
      const item = asObject(line.body)
      if (!item) return
      if (line.operation === PUBLISH) published.set(line.key, { ...open, ...item })
      if (line.operation === ANSWER) answer(line.key, textOf(item, 'NOIDUNGTRALOI') ?? '')
    },
  }
}

function idOf(item: Fields): string {
  const id = Object.hasOwn(item, 'HOIDAPID') ? item.HOIDAPID : undefined
  return typeof id === 'number' || typeof id === 'string' ? String(id) : ''
}

function missing(item: Fields, names: readonly string[]): string | undefined {
  const name = names.find((one) => (one === 'HOIDAPID' ? idOf(item) : (textOf(item, one) ?? '')) === '')
  return name === undefined ? undefined : `Dữ liệu không hợp lệ: ${name} không được để trống`
}
