import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineNode } from '../../node/define.ts'
import { field } from '../../node/fields.ts'
import { settingsSchema } from '../../node/walk-fields.ts'
import type { Flow, FlowNode } from '../flow.ts'
import { describeDiff } from './describe.ts'
import type { KnowType } from './words/known-flow.ts'

const said = (vi: string, en = vi) => ({ title: { vi, en } })
const node = defineNode({
  type: 're-nhanh',
  version: 1,
  kind: 'router',
  title: { vi: 'Rẽ nhánh', en: 'Router' },
  summary: { vi: 'x', en: 'x' },
  settings: z.strictObject({
    code: field.code('javascript', said('Mã lệnh', 'Code')).optional(),
    value: field.value(said('Giá trị', 'Value')).optional(),
    times: field.integer(said('Số lần thử lại', 'Number of tries')).default(3),
    wait: field.duration(said('Thời gian chờ', 'Wait')).optional(),
    how: field
      .choice(
        [
          { value: 'a', title: { vi: 'Nhanh', en: 'Fast' } },
          { value: 'b', title: { vi: 'Chắc', en: 'Safe' } },
        ],
        said('Cách gửi', 'How'),
      )
      .optional(),
    mapping: field.mapping(said('Ánh xạ', 'Mapping')).optional(),
    connection: field.connection(['http'], said('Kết nối', 'Connection')).optional(),
    plain: field
      .list({ when: field.condition(said('Điều kiện', 'Condition')) }, said('Các điều kiện', 'Conditions'))
      .optional(),
    branches: field
      .list(
        {
          id: field.text(said('Mã')),
          label: field.text(said('Nhãn')).optional(),
          when: field.condition(said('Khi', 'When')),
        },
        said('Các nhánh', 'Branches'),
      )
      .optional(),
  }),
  input: true,
  out: [
    { each: 'branches', name: 'id', title: 'label' },
    { name: 'con-lai', title: { vi: 'còn lại', en: 'otherwise' } },
  ],
  effects: 'none',
})
const know: KnowType = (use) =>
  use === 're-nhanh@1'
    ? { title: node.title, kind: node.kind, out: node.out, settings: settingsSchema(node) }
    : undefined
const flow = (a: Partial<FlowNode>, more: Partial<Flow> = {}): Flow => ({
  format: 1,
  id: 'f',
  title: 'Luồng',
  nodes: {
    a: { use: 're-nhanh@1', title: 'Phân loại', ...a },
    b: { use: 'la@1', title: 'Từ chối' },
    c: { use: 'la@1', title: 'Nhận' },
  },
  ...more,
})
const sentences = (from: Flow, to: Flow): string[] => describeDiff(from, to, know).map((it) => it.sentence.vi)
const settings = (from: FlowNode['settings'], to: FlowNode['settings']): string[] =>
  sentences(flow(from ? { settings: from } : {}), flow(to ? { settings: to } : {}))

test('equal flows do not differ, however they are written', () => {
  const one = flow({ settings: { code: 'a\nb' }, to: {} })
  const two = flow({ settings: { code: ['a', 'b'] }, disabled: false })
  expect(describeDiff(one, two, know)).toEqual([])
})

test('a setting is told by the words of the form, with values as the form shows them', () => {
  expect(settings({ times: 4, wait: 'PT5M', how: 'a' }, { times: 5, wait: 'PT1H30M', how: 'b' })).toEqual([
    'Bước “Phân loại”: số lần thử lại đổi từ 4 thành 5',
    'Bước “Phân loại”: cách gửi đổi từ “Nhanh” thành “Chắc”',
    'Bước “Phân loại”: thời gian chờ đổi từ 5 phút thành 1 giờ 30 phút',
  ])
})

test('what was left at its default is told with the default', () => {
  expect(settings({}, { times: 5 })).toEqual(['Bước “Phân loại”: số lần thử lại đổi từ 3 (mặc định) thành 5'])
})

test('rows with a name are told by it, and say what they are when they come or go', () => {
  const before = {
    branches: [
      { id: 'khan', label: 'Hồ sơ khẩn', when: 'a = 1' },
      { id: 'cu', when: 'b = 1' },
    ],
  }
  const after = {
    branches: [
      { id: 'moi', when: 'c = 3' },
      { id: 'khan', label: 'Hồ sơ khẩn', when: 'a = 2' },
    ],
  }
  expect(settings(before, after)).toEqual([
    'Bước “Phân loại”: các nhánh › “Hồ sơ khẩn” › khi đổi từ “a = 1” thành “a = 2”',
    'Bước “Phân loại”: bỏ dòng “cu” khỏi các nhánh: “b = 1”',
    'Bước “Phân loại”: thêm dòng “moi” vào các nhánh: “c = 3”',
    'Bước “Phân loại”: đổi thứ tự các nhánh',
  ])
  const [change] = describeDiff(flow({ settings: before }), flow({ settings: after }), know)
  expect(change).toMatchObject({ kind: 'changed', path: 'nodes.a.settings.branches.1.when', effect: 'routing' })
})

test('rows without a name are told by their position', () => {
  expect(
    settings({ plain: [{ when: 'a' }, { when: 'b' }] }, { plain: [{ when: 'a' }, { when: 'x' }, { when: 'y' }] }),
  ).toEqual([
    'Bước “Phân loại”: các điều kiện › “2” › điều kiện đổi từ “b” thành “x”',
    'Bước “Phân loại”: thêm dòng “3” vào các điều kiện: “y”',
  ])
})

test('a mapping is told line by line, by the field of the target', () => {
  const line = (target: string, more: Record<string, unknown>) => ({ target, ...more })
  const before = {
    mapping: [
      line('HoTen', { value: { field: 'ten' } }),
      line('Cu', { value: '1' }),
      line('Chu', { fields: [line('So', { value: { field: 'so' } })] }),
    ],
  }
  const after = {
    mapping: [
      line('HoTen', { value: { expr: 'ho & ten' }, when: 'ten != ""' }),
      line('Chu', { fields: [line('So', { value: { field: 'so_moi' }, as: 'text' })] }),
      line('Ngay', { value: { field: 'ngay' } }),
    ],
  }
  expect(settings(before, after)).toEqual(
    [
      'Bước “Phân loại”: trường đích “HoTen” nay lấy từ công thức “ho & ten” (trước: trường “ten”)',
      'Bước “Phân loại”: trường đích “HoTen”: đặt điều kiện là “ten != ""”',
      'Bước “Phân loại”: bỏ trường đích “Cu” (trước lấy từ giá trị “1”)',
      'Bước “Phân loại”: trường đích “Chu.So” nay lấy từ trường “so_moi” (trước: trường “so”)',
      'Bước “Phân loại”: trường đích “Chu.So”: đặt kiểu là chữ',
      'Bước “Phân loại”: thêm trường đích “Ngay”, lấy từ trường “ngay”',
    ].map((it) => it),
  )
})

test('a script is told as a text: how many lines, and which', () => {
  const [change] = describeDiff(
    flow({ settings: { code: 'a\nb\nc' } }),
    flow({ settings: { code: 'a\nB\nc\nd' } }),
    know,
  )
  expect(change?.sentence.vi).toBe('Bước “Phân loại”: đã sửa mã lệnh: thêm 2 dòng, bỏ 1 dòng')
  expect(change?.lines).toEqual([
    { is: 'same', text: 'a' },
    { is: 'removed', text: 'b' },
    { is: 'added', text: 'B' },
    { is: 'same', text: 'c' },
    { is: 'added', text: 'd' },
  ])
})

test('wires are told by the port that they leave and where they lead now', () => {
  const from = flow({ to: { 'con-lai': ['c'] } })
  expect(sentences(from, flow({ to: { 'con-lai': ['b'] } }))).toEqual([
    'Dây từ “Phân loại” nay nối đến “Từ chối” (trước: “Nhận”)',
  ])
  const branches = [{ id: 'khan', label: 'Khẩn', when: 'a' }]
  expect(
    sentences(
      flow({ settings: { branches }, to: { 'con-lai': ['c'] } }),
      flow({ settings: { branches }, to: { khan: ['b'], 'con-lai': ['c'] } }),
    ),
  ).toEqual(['Thêm dây từ “Phân loại” (Khẩn) đến “Từ chối”'])
})

test('nodes, names, errors and settings of the flow are told, each where it has its effect', () => {
  const from = flow({ to: { 'con-lai': ['b'] } })
  const to = flow(
    {
      title: 'Chia hồ sơ',
      disabled: true,
      onError: { retry: 'nhanh', then: 'c' },
      settings: { connection: 'mot-cua' },
    },
    { title: 'Luồng mới', settings: { keys: { maHoSo: 'MaHoSo' }, priority: 'high' } },
  )
  expect(describeDiff(from, to, know).map((it) => [it.effect, it.sentence.vi])).toEqual([
    ['meaning', 'Đặt mã nghiệp vụ “maHoSo” là “MaHoSo”'],
    ['routing', 'Tắt bước “Chia hồ sơ”: thông điệp đi qua mà không đổi'],
    ['routing', 'Bỏ dây từ “Chia hồ sơ” đến “Từ chối”'],
    ['errors', 'Bước “Chia hồ sơ”: đặt cách thử lại là “Nhanh: 3 lần trong vài giây”'],
    ['errors', 'Bước “Chia hồ sơ”: khi lỗi, thông điệp chuyển đến “Nhận”'],
    ['connections', 'Bước “Chia hồ sơ”: đặt kết nối là “mot-cua”'],
    ['running', 'Mức ưu tiên đổi từ “thường” (mặc định) thành “cao”'],
    ['look', 'Tên luồng đổi từ “Luồng” thành “Luồng mới”'],
    ['look', 'Bước “Phân loại” đổi tên thành “Chia hồ sơ”'],
  ])
})

test('a node of a type that is not installed is told by place and value', () => {
  const of = (x: number): Flow => flow({ use: 'khong-ro@1', settings: { sau: { x } } })
  expect(sentences(of(1), of(2))).toEqual(['Bước “Phân loại”: sau › x đổi từ 1 thành 2'])
})

test('every sentence exists in English too', () => {
  const changes = describeDiff(flow({}), flow({ note: 'Ghi chú mới' }), know)
  expect(changes.map((it) => it.sentence.en)).toEqual(['Step “Phân loại”: set note to “Ghi chú mới”'])
})
