import { expect } from '@playwright/test'
import type { AdminApi } from '../admin-api.ts'

/** The runs of the pictures, by the ids that the pictures show. */
export const runs = {
  done: '01KJPMANHSE2R1V8X3DHQ7C0T4',
  failed: '01KJPMANHSE2R1V8X3DHQ7C0T5',
  waiting: '01KJPMANHSE2R1V8X3DHQ7C0T6',
} as const

/** The ids that the runs really have. */
export type RealRuns = Readonly<Record<keyof typeof runs, string>>

/** The dossier of the finished run; invented, as everybody in it. */
export const dossier = {
  MaHoSo: '000.00.00.H22-260105-0007',
  ChuHoSo: { HoTen: 'trần thị mai', SoCCCD: '001085000123' },
  MucDo: 'khan',
  ThanhPhan: [{ Ten: 'Đơn đề nghị' }, { Ten: 'Bản sao giấy phép' }],
} as const

const trigger = (path: string, to: string, answer: 'stored' | 'result') => ({
  use: 'http-in@1',
  title: 'Nhận hồ sơ',
  settings: { path, answer },
  to: { out: [to] },
})
const reply = (title: string) => ({ use: 'http-reply@1', title, settings: {} })

const flows = [
  {
    flow: {
      id: 'tiep-nhan-ho-so',
      title: 'Tiếp nhận hồ sơ từ cổng của tỉnh',
      nodes: {
        nhan: trigger('/tiep-nhan', 'doi', 'result'),
        doi: {
          use: 'map-fields@1',
          title: 'Sang dạng một cửa',
          settings: {
            mapping: [
              { target: 'maHoSo', value: { field: 'MaHoSo' } },
              { target: 'hoTen', value: { expr: '$uppercase(ChuHoSo.HoTen)' } },
              { target: 'khan', when: 'MucDo = "khan"', value: 'co' },
              {
                target: 'giayTo',
                each: { over: 'ThanhPhan', fields: [{ target: 'ten', value: { field: 'Ten' } }] },
              },
            ],
          },
          to: { out: ['phan-loai'] },
        },
        'phan-loai': {
          use: 'content-based-router@1',
          title: 'Phân loại',
          settings: { branches: [{ id: 'khan', label: 'Khẩn', when: 'khan = "co"' }] },
          to: { khan: ['tra-khan'], otherwise: ['tra-thuong'] },
        },
        'tra-khan': reply('Trả lời ngay'),
        'tra-thuong': reply('Trả lời thường'),
      },
      settings: { keys: { maHoSo: 'MaHoSo' } },
    },
    layout: {
      at: { nhan: [0, 100], doi: [288, 100], 'phan-loai': [576, 100], 'tra-khan': [880, 40], 'tra-thuong': [880, 184] },
      groups: { 'tra-loi': { title: 'Trả lời', colour: 'blue', nodes: ['tra-khan', 'tra-thuong'] } },
      notes: { 'ghi-chu': { text: 'Hỏi lại Sở về hồ sơ khẩn', at: [288, -40], size: [240, 80] } },
    },
    notes: ['Bản đầu', 'Thêm nhánh hồ sơ khẩn'],
  },
  {
    flow: {
      id: 'duyet-ket-qua',
      title: 'Duyệt kết quả trước khi trả',
      nodes: {
        nhan: trigger('/duyet', 'duyet', 'stored'),
        duyet: {
          use: 'human-task@1',
          title: 'Chờ lãnh đạo duyệt',
          settings: {
            title: { expr: '"Duyệt hồ sơ " & MaHoSo' },
            instructions: 'Xem thành phần hồ sơ rồi chọn.',
            fields: [{ label: 'Chủ hồ sơ', value: { field: 'ChuHoSo.HoTen' } }],
            choices: [
              { id: 'dong-y', label: 'Đồng ý' },
              { id: 'tra-lai', label: 'Trả lại' },
            ],
            deadline: 'P2D',
            commentRequired: true,
          },
          to: { 'dong-y': ['xong'], 'tra-lai': ['xong'], timeout: ['xong'] },
        },
        xong: { use: 'filter@1', title: 'Xong', settings: { when: 'true' } },
      },
      settings: { keys: { maHoSo: 'MaHoSo' } },
    },
    layout: { at: { nhan: [0, 100], duyet: [288, 100], xong: [592, 100] } },
    notes: ['Bản đầu'],
  },
  {
    flow: {
      id: 'gui-cong-quoc-gia',
      title: 'Gửi trạng thái lên Cổng quốc gia',
      nodes: {
        nhan: trigger('/gui', 'doi', 'stored'),
        doi: {
          use: 'map-fields@1',
          title: 'Sang dạng của Cổng',
          settings: { mapping: [{ target: 'MaThuTuc', value: { field: 'ThuTuc.Ma' } }] },
          to: { out: ['xong'] },
        },
        xong: { use: 'filter@1', title: 'Xong', settings: { when: 'true' } },
      },
      settings: { keys: { maHoSo: 'MaHoSo' } },
    },
    layout: { at: { nhan: [0, 100], doi: [288, 100], xong: [576, 100] } },
    notes: ['Bản đầu'],
  },
] as const

/** A draft that cannot be published yet: its settings are empty. */
const draft = {
  id: 'ban-nhap',
  title: 'Tra cứu doanh nghiệp',
  nodes: {
    nhan: { use: 'http-in@1', title: 'Nhận yêu cầu', settings: {}, to: { out: ['goi'] } },
    goi: { use: 'http-request@1', title: 'Hỏi hệ thống khác', settings: {} },
  },
} as const

const statuses = [
  ['new', 'Được tiếp nhận', '2'],
  ['denied', 'Không được tiếp nhận', '3'],
  ['processing', 'Đang xử lý', '4'],
  ['waiting', 'Yêu cầu bổ sung giấy tờ', '5'],
  ['paying', 'Yêu cầu thực hiện nghĩa vụ tài chính', '6'],
  ['done', 'Đã trả kết quả', '10'],
] as const

const connections = {
  'cong-quoc-gia': {
    kind: 'http',
    title: 'Cổng Dịch vụ công quốc gia',
    values: { baseUrl: 'https://dvcqg.vi-du.vn', auth: 'basic', username: 'h22' },
    secrets: { password: 'khong-dung-o-dau' },
  },
  'khoa-cong-tinh': {
    kind: 'api-key',
    title: 'Khoá cấp cho cổng dịch vụ công của tỉnh',
    values: { owner: 'Cổng dịch vụ công của tỉnh' },
    secrets: { key: 'khong-dung-o-dau-khong-dung-o-dau' },
  },
} as const

/** Fills an empty installation with the same content every time, and sends it the same messages in the same order. */
export async function fill(api: AdminApi): Promise<RealRuns> {
  for (const [id, connection] of Object.entries(connections)) await api.call('PUT', `/connections/${id}`, connection)
  await api.call('PUT', '/tables/trang-thai', {
    title: 'Trạng thái hồ sơ: một cửa sang Cổng quốc gia',
    rows: statuses.map(([code, name, maQuocGia]) => ({ code, name, extra: { maQuocGia } })),
  })
  for (const { flow, layout, notes } of flows)
    for (const [number, note] of notes.entries()) {
      // A version is its content: the first of two lacks the keys.
      const { settings, ...rest } = flow
      const body = number < notes.length - 1 ? rest : { ...rest, settings }
      await api.call('PUT', `/flows/${flow.id}`, { flow: { format: 1, ...body }, layout: { format: 1, ...layout } })
      await api.call('POST', `/flows/${flow.id}/publish`, { note })
    }
  await api.call('PUT', `/flows/${draft.id}`, { flow: { format: 1, ...draft } })
  await api.call('PUT', '/flows/tiep-nhan-ho-so/cases/ho-so-khan', {
    title: 'Hồ sơ khẩn',
    input: { body: dossier },
    expect: { reply: { status: 200 } },
  })
  return sendDossiers(api)
}

async function sendDossiers(api: AdminApi): Promise<RealRuns> {
  const { gateway } = await api.call<{ gateway: { address: string } }>('GET', '/health')
  const send = async (path: string, flow: string, status: string, body: object): Promise<string> => {
    // A worker learns of a new version a moment later; until then nothing is taken.
    await expect.poll(() => post(`${gateway.address}${path}`, body), { timeout: 30_000 }).toBeLessThan(300)
    const found = async (): Promise<string | undefined> =>
      (await api.call<{ runs: { id: string }[] }>('GET', `/runs?flow=${flow}&status=${status}&limit=1`)).runs[0]?.id
    await expect.poll(found, { timeout: 30_000 }).toBeDefined()
    return (await found()) ?? ''
  }
  await send('/tiep-nhan', 'tiep-nhan-ho-so', 'done', { ...dossier, MaHoSo: '000.00.00.H22-260105-0006' })
  return {
    waiting: await send('/duyet', 'duyet-ket-qua', 'waiting', dossier),
    failed: await send('/gui', 'gui-cong-quoc-gia', 'failed', dossier),
    done: await send('/tiep-nhan', 'tiep-nhan-ho-so', 'done', dossier),
  }
}

async function post(address: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  return (await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })).status
}
