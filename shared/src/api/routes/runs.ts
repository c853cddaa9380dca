import { z } from 'zod'
import * as runs from '../runs.ts'
import { type Route, route } from './route.ts'

/** Routes of runs. */
export const runsRoutes = {
  listRuns: route({
    method: 'GET',
    path: '/runs',
    role: 'viewer',
    summary: { vi: 'Danh sách lần chạy', en: 'Runs' },
    query: runs.runQuerySchema,
    answer: runs.runPageSchema,
  }),
  getRun: route({
    method: 'GET',
    path: '/runs/{id}',
    role: 'viewer',
    summary: { vi: 'Một lần chạy, từng bước', en: 'One run, step by step' },
    answer: runs.runSchema,
  }),
  retryRun: route({
    method: 'POST',
    path: '/runs/{id}/retry',
    role: 'operator',
    summary: { vi: 'Chạy lại từ bước lỗi hoặc bước được chọn', en: 'Retry from the failed or a chosen step' },
    body: runs.retryRequestSchema,
  }),
  resubmitRun: route({
    method: 'POST',
    path: '/runs/{id}/resubmit',
    role: 'operator',
    summary: { vi: 'Gửi lại thông điệp thành lần chạy mới', en: 'Submit the message again as a new run' },
    body: runs.resubmitRequestSchema,
    answer: z.object({ run: z.string() }),
  }),
  resolveRun: route({
    method: 'POST',
    path: '/runs/{id}/resolve',
    role: 'operator',
    summary: { vi: 'Quyết định bước chưa rõ kết quả', en: 'Decide a step in doubt' },
    body: runs.resolveRequestSchema,
  }),
  listTasks: route({
    method: 'GET',
    path: '/tasks',
    role: 'viewer',
    summary: { vi: 'Việc chờ người quyết định', en: 'Tasks that wait for a person' },
    query: runs.taskQuerySchema,
    answer: runs.taskPageSchema,
  }),
  decideTask: route({
    method: 'POST',
    path: '/runs/{id}/decide',
    role: 'operator',
    summary: { vi: 'Quyết định một việc', en: 'Decide a task' },
    body: runs.decideRequestSchema,
  }),
  cancelRun: route({
    method: 'POST',
    path: '/runs/{id}/cancel',
    role: 'operator',
    summary: { vi: 'Đóng lần chạy, có thể bù trừ trước', en: 'Close a run, undoing first what it did if so wished' },
    body: z.strictObject({ reason: z.string().min(1).max(1000), compensate: z.boolean().optional() }),
  }),
} as const satisfies Record<string, Route>
