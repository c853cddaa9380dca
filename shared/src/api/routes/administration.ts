import { z } from 'zod'
import * as platform from '../platform.ts'
import * as retention from '../retention.ts'
import { list, type Route, route } from './route.ts'

/** Routes of accounts, tokens, the audit trail and the metrics. */
export const administrationRoutes = {
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
  getRetention: route({
    method: 'GET',
    path: '/retention',
    role: 'admin',
    summary: { vi: 'Thời hạn lưu giữ', en: 'How long runs are kept' },
    answer: retention.retentionSchema,
  }),
  saveRetention: route({
    method: 'PUT',
    path: '/retention',
    role: 'admin',
    summary: { vi: 'Đổi thời hạn lưu giữ', en: 'Change how long runs are kept' },
    body: retention.saveRetentionSchema,
    answer: retention.retentionSchema,
  }),
  metrics: route({
    method: 'GET',
    path: '/metrics',
    role: 'viewer',
    summary: { vi: 'Số đo Prometheus', en: 'Prometheus metrics' },
  }),
} as const satisfies Record<string, Route>
