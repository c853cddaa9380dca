import { z } from 'zod'
import * as calendar from '../calendar.ts'
import * as platform from '../platform.ts'
import { list, type Route, route } from './route.ts'

/** Routes of what flows work with: connections, code tables, the working calendar, simulators. */
export const resourcesRoutes = {
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
  tryConnectionNow: route({
    method: 'POST',
    path: '/connections/{id}/try-now',
    role: 'operator',
    summary: { vi: 'Thử lại ngay khi đang ngắt mạch', en: 'Try now while the circuit is open' },
    answer: platform.connectionSchema,
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
    answer: platform.usedCodeTableSchema,
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
  getCalendar: route({
    method: 'GET',
    path: '/calendar',
    role: 'viewer',
    summary: { vi: 'Lịch làm việc', en: 'The working calendar' },
    answer: calendar.workCalendarSchema,
  }),
  saveCalendar: route({
    method: 'PUT',
    path: '/calendar',
    role: 'designer',
    summary: { vi: 'Lưu lịch làm việc', en: 'Save the working calendar' },
    body: calendar.saveWorkCalendarSchema,
    answer: calendar.workCalendarSchema,
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
} as const satisfies Record<string, Route>
