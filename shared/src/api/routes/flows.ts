import { z } from 'zod'
import * as flows from '../flows.ts'
import * as runs from '../runs.ts'
import { sampleAnswerSchema, sampleRequestSchema, testRequestSchema } from '../test-runs.ts'
import { list, type Route, route } from './route.ts'

/** Routes of flows, their versions and what they are drawn with. */
export const flowsRoutes = {
  nodes: route({
    method: 'GET',
    path: '/nodes',
    role: 'viewer',
    summary: { vi: 'Danh sách loại nút, kết nối và hàm', en: 'Catalogue of nodes, connection kinds and functions' },
  }),
  listFlows: route({
    method: 'GET',
    path: '/flows',
    role: 'viewer',
    summary: { vi: 'Danh sách luồng', en: 'Flows' },
    answer: list('flows', flows.flowSummarySchema),
  }),
  getFlow: route({
    method: 'GET',
    path: '/flows/{id}',
    role: 'viewer',
    summary: { vi: 'Một luồng', en: 'One flow' },
    answer: flows.flowDetailSchema,
  }),
  listListeners: route({
    method: 'GET',
    path: '/flows/{id}/listeners',
    role: 'viewer',
    summary: {
      vi: 'Các nút nghe hàng đợi của một luồng đang kết nối thế nào',
      en: 'How the triggers of a flow that listen to queues are connected',
    },
    answer: list('listeners', flows.listenerSchema),
  }),
  saveFlow: route({
    method: 'PUT',
    path: '/flows/{id}',
    role: 'designer',
    summary: { vi: 'Lưu bản nháp', en: 'Save the draft' },
    body: flows.saveFlowSchema,
    answer: flows.savedFlowSchema,
  }),
  deleteFlow: route({
    method: 'DELETE',
    path: '/flows/{id}',
    role: 'designer',
    summary: { vi: 'Xoá luồng', en: 'Delete a flow' },
    /** `force=true` deletes although runs are open; they end on the version they began with. */
    query: z.object({ force: z.enum(['true', 'false']).optional() }),
  }),
  discardDraft: route({
    method: 'DELETE',
    path: '/flows/{id}/draft',
    role: 'designer',
    summary: { vi: 'Bỏ bản nháp', en: 'Discard the draft' },
  }),
  testFlow: route({
    method: 'POST',
    path: '/flows/{id}/test',
    role: 'designer',
    summary: { vi: 'Chạy thử', en: 'Test run' },
    body: testRequestSchema,
    answer: runs.runSchema,
  }),
  sampleFlow: route({
    method: 'POST',
    path: '/flows/{id}/sample',
    role: 'designer',
    summary: { vi: 'Lấy một thông điệp mẫu để chạy thử', en: 'A sample message for a test run' },
    body: sampleRequestSchema,
    answer: sampleAnswerSchema,
  }),
  publishFlow: route({
    method: 'POST',
    path: '/flows/{id}/publish',
    role: 'designer',
    summary: { vi: 'Ban hành', en: 'Publish' },
    body: flows.publishRequestSchema,
    answer: flows.publishedSchema,
  }),
  pauseFlow: route({
    method: 'POST',
    path: '/flows/{id}/pause',
    role: 'operator',
    summary: { vi: 'Tạm dừng nhận', en: 'Pause' },
    body: z.strictObject({ reason: z.string().min(1).max(1000) }),
  }),
  resumeFlow: route({
    method: 'POST',
    path: '/flows/{id}/resume',
    role: 'operator',
    summary: { vi: 'Nhận trở lại', en: 'Resume' },
  }),
  listVersions: route({
    method: 'GET',
    path: '/flows/{id}/versions',
    role: 'viewer',
    summary: { vi: 'Các phiên bản', en: 'Versions' },
    answer: list('versions', flows.flowVersionSchema),
  }),
  getVersion: route({
    method: 'GET',
    path: '/flows/{id}/versions/{version}',
    role: 'viewer',
    summary: { vi: 'Một phiên bản', en: 'One version' },
    answer: flows.versionDetailSchema,
  }),
  nameVersion: route({
    method: 'PUT',
    path: '/flows/{id}/versions/{version}/name',
    role: 'designer',
    summary: { vi: 'Đặt tên phiên bản', en: 'Name a version' },
    body: flows.nameVersionSchema,
    answer: flows.flowVersionSchema,
  }),
  activateVersion: route({
    method: 'POST',
    path: '/flows/{id}/versions/{version}/activate',
    role: 'designer',
    summary: { vi: 'Quay về phiên bản này', en: 'Roll back to this version' },
    body: flows.rollBackSchema,
    answer: flows.publishedSchema,
  }),
  diffFlow: route({
    method: 'GET',
    path: '/flows/{id}/diff',
    role: 'viewer',
    summary: { vi: 'So sánh hai phiên bản', en: 'Compare two versions' },
    query: z.object({ from: z.string().max(100), to: z.string().max(100) }),
    answer: flows.diffSchema,
  }),
  previewExpression: route({
    method: 'POST',
    path: '/expressions/preview',
    role: 'designer',
    summary: { vi: 'Tính thử một công thức hoặc ánh xạ', en: 'Evaluate an expression or a mapping on a sample' },
    body: z.strictObject({
      expression: z.string().max(20_000).optional(),
      mapping: z.array(z.unknown()).optional(),
      input: z.unknown(),
      /** Node id → output body of an earlier step, for `$steps`. */
      steps: z.record(z.string(), z.unknown()).optional(),
    }),
    answer: z.object({ result: z.unknown().optional(), error: runs.errorSchema.optional() }),
  }),
} as const satisfies Record<string, Route>
