import { z } from 'zod'
import * as flows from './flows.ts'
import * as platform from './platform.ts'
import type { Role } from './roles.ts'
import * as runs from './runs.ts'

/** One route of the admin API. The server, the OpenAPI document, the client and the role test all come from this table. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`, parameters as `{id}`. */
  readonly path: string
  /** `anyone`: no session needed; `self`: any signed-in caller. */
  readonly role: Role | 'anyone' | 'self'
  readonly summary: { readonly vi: string; readonly en: string }
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly answer?: z.ZodType
}

const route = <const R extends Route>(it: R): R => it
// The computed key is the name itself; without saying so the type would lose it, and with it the clients' answers.
const list = <const N extends string, T extends z.ZodType>(name: N, schema: T) =>
  z.object({ [name]: z.array(schema) } as { readonly [K in N]: z.ZodArray<T> })

/** Every route, by operation name. */
export const routes = {
  health: route({
    method: 'GET',
    path: '/health',
    role: 'anyone',
    summary: { vi: 'Tình trạng hệ thống', en: 'Health' },
    answer: platform.healthSchema,
  }),
  openapi: route({
    method: 'GET',
    path: '/openapi.json',
    role: 'self',
    summary: { vi: 'Mô tả API', en: 'This document' },
  }),
  signIn: route({
    method: 'POST',
    path: '/session',
    role: 'anyone',
    summary: { vi: 'Đăng nhập', en: 'Sign in' },
    body: platform.signInSchema,
    answer: platform.userSchema,
  }),
  whoAmI: route({
    method: 'GET',
    path: '/session',
    role: 'self',
    summary: { vi: 'Người đang đăng nhập', en: 'The signed-in user' },
    answer: platform.userSchema,
  }),
  signOut: route({ method: 'DELETE', path: '/session', role: 'self', summary: { vi: 'Đăng xuất', en: 'Sign out' } }),
  setPassword: route({
    method: 'PUT',
    path: '/session/password',
    role: 'self',
    summary: { vi: 'Đổi mật khẩu', en: 'Change the own password' },
    body: platform.setPasswordSchema,
  }),

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
    body: runs.testRequestSchema,
    answer: runs.runSchema,
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
  activateVersion: route({
    method: 'POST',
    path: '/flows/{id}/versions/{version}/activate',
    role: 'designer',
    summary: { vi: 'Quay về phiên bản này', en: 'Roll back to this version' },
    body: flows.publishRequestSchema,
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
  cancelRun: route({
    method: 'POST',
    path: '/runs/{id}/cancel',
    role: 'operator',
    summary: { vi: 'Đóng lần chạy', en: 'Close a run' },
    body: z.strictObject({ reason: z.string().min(1).max(1000) }),
  }),

  listConnections: route({
    method: 'GET',
    path: '/connections',
    role: 'viewer',
    summary: { vi: 'Các kết nối', en: 'Connections' },
    answer: list('connections', platform.connectionSchema),
  }),
  getConnection: route({
    method: 'GET',
    path: '/connections/{id}',
    role: 'viewer',
    summary: { vi: 'Một kết nối', en: 'One connection' },
    answer: platform.connectionSchema,
  }),
  saveConnection: route({
    method: 'PUT',
    path: '/connections/{id}',
    role: 'admin',
    summary: { vi: 'Lưu kết nối', en: 'Save a connection' },
    body: platform.saveConnectionSchema,
    answer: platform.connectionSchema,
  }),
  deleteConnection: route({
    method: 'DELETE',
    path: '/connections/{id}',
    role: 'admin',
    summary: { vi: 'Xoá kết nối', en: 'Delete a connection' },
  }),
  testConnection: route({
    method: 'POST',
    path: '/connections/{id}/test',
    role: 'operator',
    summary: { vi: 'Kiểm tra kết nối', en: 'Test a connection' },
    answer: platform.connectionTestSchema,
  }),

  listTables: route({
    method: 'GET',
    path: '/tables',
    role: 'viewer',
    summary: { vi: 'Các danh mục', en: 'Code tables' },
    answer: list('tables', platform.codeTableSummarySchema),
  }),
  getTable: route({
    method: 'GET',
    path: '/tables/{id}',
    role: 'viewer',
    summary: { vi: 'Một danh mục', en: 'One code table' },
    answer: platform.codeTableSchema,
  }),
  saveTable: route({
    method: 'PUT',
    path: '/tables/{id}',
    role: 'designer',
    summary: { vi: 'Lưu danh mục', en: 'Save a code table' },
    body: platform.codeTableSchema.omit({ id: true }),
    answer: platform.codeTableSchema,
  }),
  deleteTable: route({
    method: 'DELETE',
    path: '/tables/{id}',
    role: 'designer',
    summary: { vi: 'Xoá danh mục', en: 'Delete a code table' },
  }),

  listSimulators: route({
    method: 'GET',
    path: '/simulators',
    role: 'viewer',
    summary: { vi: 'Hệ thống giả lập', en: 'Simulators' },
    answer: list('simulators', platform.simulatorSchema),
  }),
  setFaults: route({
    method: 'PUT',
    path: '/simulators/{name}/faults',
    role: 'operator',
    summary: { vi: 'Đặt lỗi giả lập', en: 'Set the fault dial' },
    body: z.record(z.string(), z.number()),
    answer: platform.simulatorSchema,
  }),

  listUsers: route({
    method: 'GET',
    path: '/users',
    role: 'admin',
    summary: { vi: 'Tài khoản', en: 'Accounts' },
    answer: list('users', platform.accountSchema),
  }),
  addUser: route({
    method: 'POST',
    path: '/users',
    role: 'admin',
    summary: { vi: 'Thêm tài khoản', en: 'Add an account' },
    body: platform.newUserSchema,
    answer: z.object({ user: platform.accountSchema, link: z.string().optional() }),
  }),
  changeUser: route({
    method: 'PATCH',
    path: '/users/{name}',
    role: 'admin',
    summary: { vi: 'Sửa tài khoản', en: 'Change an account' },
    body: platform.changeUserSchema,
    answer: platform.accountSchema,
  }),
  signInLink: route({
    method: 'POST',
    path: '/users/{name}/sign-in-link',
    role: 'admin',
    summary: { vi: 'Tạo đường dẫn đăng nhập một lần', en: 'Make a one-time sign-in link' },
    answer: z.object({ link: z.string() }),
  }),
  listTokens: route({
    method: 'GET',
    path: '/tokens',
    role: 'admin',
    summary: { vi: 'Khoá API', en: 'API tokens' },
    answer: list('tokens', platform.tokenSchema),
  }),
  addToken: route({
    method: 'POST',
    path: '/tokens',
    role: 'admin',
    summary: { vi: 'Tạo khoá API', en: 'Create an API token' },
    body: platform.newTokenSchema,
    answer: platform.createdTokenSchema,
  }),
  deleteToken: route({
    method: 'DELETE',
    path: '/tokens/{id}',
    role: 'admin',
    summary: { vi: 'Thu hồi khoá API', en: 'Revoke an API token' },
  }),

  listAudit: route({
    method: 'GET',
    path: '/audit',
    role: 'admin',
    summary: { vi: 'Nhật ký kiểm tra', en: 'Audit trail' },
    query: platform.auditQuerySchema,
    answer: list('entries', platform.auditEntrySchema),
  }),
  verifyAudit: route({
    method: 'GET',
    path: '/audit/verdict',
    role: 'admin',
    summary: { vi: 'Kiểm tra nhật ký còn nguyên vẹn', en: 'Check that the audit trail is whole' },
    answer: z.object({ ok: z.boolean(), rows: z.number(), seq: z.number().optional(), reason: z.string().optional() }),
  }),
  metrics: route({
    method: 'GET',
    path: '/metrics',
    role: 'viewer',
    summary: { vi: 'Số đo Prometheus', en: 'Prometheus metrics' },
  }),
} as const satisfies Record<string, Route>

/** Name of an operation of the admin API. */
export type Operation = keyof typeof routes
