import { expect, test } from 'vitest'
import { z } from 'zod'
import { field } from '../node/fields.ts'
import { toJsonSchema } from '../node/to-json-schema.ts'
import type { Flow } from './flow.ts'
import { searchFlow } from './search.ts'

const flow: Flow = {
  format: 1,
  id: 'dong-bo',
  title: 'Đồng bộ hồ sơ',
  nodes: {
    gui: {
      use: 'http-request@1',
      title: 'Gửi hồ sơ',
      settings: { connection: 'mot-cua', url: '/ho-so/don' },
      note: 'Hỏi Sở Tư pháp',
    },
    'anh-xa': {
      use: 'map-fields@1',
      settings: {
        rows: [
          { target: 'MaHoSo', value: 'MaHoSo' },
          { target: 'TenDuong', value: ['$uppercase(', 'DiaChi.Duong)'] },
        ],
      },
    },
  },
}
const find = (query: string, around = {}) =>
  searchFlow(flow, query, 20, around).map((hit) =>
    [hit.place, hit.node ?? hit.box ?? '', hit.path ?? ''].join(' ').trim(),
  )

test('names come before settings, and marks do not count', () => {
  expect(find('ho so').slice(0, 2)).toEqual(['flow', 'node gui'])
  expect(find('ho so')).toContain('setting gui url')
  expect(find('đuong')).toEqual(['setting anh-xa rows.1.target', 'setting anh-xa rows.1.value'])
})

test('every word must be there, the name of the node helps to say which', () => {
  expect(find('gui mot-cua')).toEqual(['setting gui connection'])
  expect(find('gui khong-co')).toEqual([])
  expect(find('  ')).toEqual([])
})

test('notes, groups and problems are found too', () => {
  expect(find('tu phap')).toEqual(['note gui'])
  const around = {
    layout: {
      format: 1,
      at: {},
      groups: { nhom: { title: 'Tiếp nhận', nodes: ['gui'] } },
      notes: { 'ghi-chu': { text: 'Chờ văn bản', at: [0, 0] as const, size: [120, 80] as const } },
    },
    problems: [
      {
        code: 'x',
        severity: 'error' as const,
        node: 'gui',
        path: 'url',
        message: { vi: 'Thiếu địa chỉ', en: 'No address' },
      },
    ],
  }
  expect(find('tiep nhan', around)).toEqual(['group nhom'])
  expect(find('van ban', around)).toEqual(['note ghi-chu'])
  expect(find('thieu dia chi', around)).toEqual(['problem gui url'])
})

test('a long text is cut to what was found, and the number of hits is bounded', () => {
  const long: Flow = {
    ...flow,
    nodes: { a: { use: 'x@1', settings: { s: `${'a '.repeat(400)}đích ${'b '.repeat(400)}` } } },
  }
  const [hit] = searchFlow(long, 'dich', 5)
  expect(hit?.text).toContain('đích')
  expect(hit?.text.length).toBeLessThan(170)
  expect(searchFlow(flow, 'o', 2)).toHaveLength(2)
})

test('a setting is told as its form calls it, a line of a mapping by its field of the target', () => {
  const sender = z.strictObject({
    url: field.value({ title: { vi: 'Địa chỉ', en: 'Address' } }),
    rows: field.mapping({ title: { vi: 'Ánh xạ', en: 'Mapping' } }),
  })
  const mapped: Flow = {
    ...flow,
    nodes: {
      a: {
        use: 'x@1',
        settings: {
          url: { expr: 'Goc & "/thu"' },
          rows: [
            {
              target: 'ChuHoSo',
              fields: [{ target: 'HoTen', value: { field: 'NguoiNop.HoTen' }, when: 'NguoiNop.CaNhan' }],
            },
          ],
        },
        onError: { then: 'xu-ly-loi' },
      },
    },
  }
  const typeOf = () => ({ title: { vi: 'Gửi', en: 'Send' }, settings: toJsonSchema(sender) })
  const where = (query: string) => searchFlow(mapped, query, 5, { typeOf })[0]?.where
  expect(where('thu')).toEqual({ vi: 'Địa chỉ', en: 'Address' })
  expect(where('nguoinop.hoten')).toEqual({
    vi: 'Ánh xạ › trường đích “ChuHoSo.HoTen” › nguồn dữ liệu',
    en: 'Mapping › target field “ChuHoSo.HoTen” › source',
  })
  expect(where('canhan')?.vi).toBe('Ánh xạ › trường đích “ChuHoSo.HoTen” › điều kiện')
  expect(searchFlow(mapped, 'hoten', 5, { typeOf }).map((hit) => hit.where?.en)).toContain(
    'Mapping › target field “ChuHoSo.HoTen”',
  )
  expect(where('xu-ly-loi')).toEqual({ vi: 'Khi lỗi', en: 'On error' })
  expect(searchFlow(mapped, 'thu', 5)[0]?.where).toBeUndefined()
})
