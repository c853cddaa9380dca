import { expect } from '@playwright/test'
import type { AdminApi } from '../admin-api.ts'
import { callFlow } from './editor.ts'
import { type OwnFlow, ownFlow, saveDraft, trigger } from './flows.ts'
import type { Stop } from './tour.ts'

/** A run that waits for a person, and where it shows. */
export interface OpenTask {
  readonly flow: OwnFlow
  /** The run. */
  readonly run: string
  readonly stops: readonly Stop[]
  /** Ends it and removes its flow. */
  close(): Promise<void>
}

const dossier = '000.00.00.H22-260105-0099'

/** A node that waits until somebody approves of a dossier or sends it back. */
export const decision = (settings: Readonly<Record<string, unknown>>) => ({
  use: 'human-task@1',
  title: 'Chờ lãnh đạo duyệt',
  settings: {
    title: { expr: '"Duyệt hồ sơ " & MaHoSo' },
    instructions: 'Xem thành phần hồ sơ rồi chọn.',
    choices: [
      { id: 'dong-y', label: 'Đồng ý' },
      { id: 'tra-lai', label: 'Trả lại' },
    ],
    deadline: 'P2D',
    ...settings,
  },
})

/** Publishes a flow with a decision and sends it a dossier; resolves when the task is open. */
export async function openTask(api: AdminApi): Promise<OpenTask> {
  const flow = ownFlow('Chờ duyệt')
  const close = async () => api.call<void>('DELETE', `/flows/${flow.id}?force=true`)
  const nodes = {
    nhan: trigger(flow, 'duyet', { answer: 'stored' }),
    duyet: {
      ...decision({
        fields: [{ label: 'Thành phần hồ sơ', value: { field: 'ThanhPhan' } }],
        commentRequired: true,
      }),
      to: { 'dong-y': ['xong'], 'tra-lai': ['xong'], timeout: ['xong'] },
    },
    xong: { use: 'filter@1', title: 'Xong', settings: { when: 'true' } },
  }
  const settings = { keys: { maHoSo: 'MaHoSo' } }
  await api.call('PUT', `/flows/${flow.id}`, { flow: { format: 1, id: flow.id, title: flow.title, nodes, settings } })
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Cho các màn hình chờ' })
  try {
    const { gateway } = await api.call<{ gateway: { address: string } }>('GET', '/health')
    await callFlow(`${gateway.address}${flow.path}`, { MaHoSo: dossier, ThanhPhan: ['Đơn', 'Bản sao giấy phép'] })
    const open = async (): Promise<string | undefined> =>
      (await api.call<{ tasks: readonly { run: string; flow: string }[] }>('GET', '/tasks')).tasks.find(
        (task) => task.flow === flow.id,
      )?.run
    await expect.poll(open, { timeout: 20_000 }).toBeDefined()
    const run = (await open()) ?? ''
    const stops = [
      { name: 'viec-cho-xu-ly', path: '/hop-loi?muc=viec' },
      { name: 'lan-chay-dang-cho', path: `/lan-chay/${run}` },
      { name: 'mot-ho-so', path: `/ho-so/${dossier}` },
    ]
    return { flow, run, stops, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Publishes a flow that greets, and lets it greet once; gives the run. */
export async function greetOnce(api: AdminApi): Promise<{ readonly flow: OwnFlow; readonly run: string }> {
  const flow = ownFlow('Chào')
  await saveDraft(api, flow, {
    nhan: trigger(flow, 'tra', { answer: 'result' }),
    tra: {
      use: 'http-reply@1',
      title: 'Trả lời',
      settings: { content: 'value', body: { expr: '{ "chao": hoTen }' } },
    },
  })
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Bản đầu' })
  const { gateway } = await api.call<{ gateway: { address: string } }>('GET', '/health')
  await callFlow(`${gateway.address}${flow.path}`, { hoTen: 'Trần Thị Ví Dụ' })
  const done = async (): Promise<string | undefined> =>
    (await api.call<{ runs: { id: string }[] }>('GET', `/runs?flow=${flow.id}&status=done&limit=1`)).runs[0]?.id
  await expect.poll(done).toBeDefined()
  return { flow, run: (await done()) ?? '' }
}
