import * as cases from '../test-cases.ts'
import { list, route } from './route.ts'

/** Routes of test cases, which try a flow on messages of the past. */
export const casesRoutes = {
  captureCase: route({
    method: 'POST',
    path: '/runs/{id}/case',
    role: 'designer',
    summary: { vi: 'Lập ca kiểm thử từ một lần chạy', en: 'Make a test case of a run' },
    body: cases.captureRequestSchema,
    answer: cases.capturedCaseSchema,
  }),
  listCases: route({
    method: 'GET',
    path: '/flows/{id}/cases',
    role: 'viewer',
    summary: { vi: 'Các ca kiểm thử của luồng', en: 'Test cases of a flow' },
    answer: list('cases', cases.storedCaseSchema),
  }),
  saveCase: route({
    method: 'PUT',
    path: '/flows/{id}/cases/{name}',
    role: 'designer',
    summary: { vi: 'Lưu ca kiểm thử', en: 'Save a test case' },
    body: cases.testCaseSchema,
    answer: cases.storedCaseSchema,
  }),
  deleteCase: route({
    method: 'DELETE',
    path: '/flows/{id}/cases/{name}',
    role: 'designer',
    summary: { vi: 'Xoá ca kiểm thử', en: 'Delete a test case' },
  }),
  runCases: route({
    method: 'POST',
    path: '/flows/{id}/cases/run',
    role: 'designer',
    summary: { vi: 'Chạy các ca kiểm thử', en: 'Run the test cases' },
    body: cases.runCasesRequestSchema,
    answer: list('results', cases.caseResultSchema),
  }),
} as const
