import * as overview from '../overview.ts'
import { route } from './route.ts'

/** Routes that look over all flows at once. */
export const overviewRoutes = {
  searchFlows: route({
    method: 'GET',
    path: '/search',
    role: 'viewer',
    summary: { vi: 'Tìm trong mọi luồng', en: 'Search through all flows' },
    query: overview.searchQuerySchema,
    answer: overview.searchAnswerSchema,
  }),
  systemMap: route({
    method: 'GET',
    path: '/map',
    role: 'viewer',
    summary: { vi: 'Bản đồ hệ thống: luồng nào dùng gì', en: 'System map: which flow uses what' },
    answer: overview.systemMapSchema,
  }),
}
