import * as bundles from '../bundles.ts'
import { route } from './route.ts'

/** Routes of flow bundles, which carry flows between installations. */
export const bundlesRoutes = {
  exportBundle: route({
    method: 'POST',
    path: '/bundles/export',
    role: 'designer',
    summary: { vi: 'Xuất gói luồng', en: 'Export a flow bundle' },
    body: bundles.exportBundleSchema,
    answer: bundles.bundleFileSchema,
  }),
  previewBundle: route({
    method: 'POST',
    path: '/bundles/preview',
    role: 'designer',
    summary: { vi: 'Xem trước khi nhập gói luồng', en: 'Look into a flow bundle before it is imported' },
    body: bundles.previewBundleSchema,
    answer: bundles.bundlePreviewSchema,
  }),
  applyBundle: route({
    method: 'POST',
    path: '/bundles/apply',
    role: 'designer',
    summary: { vi: 'Nhập gói luồng', en: 'Import a flow bundle' },
    body: bundles.applyBundleSchema,
    answer: bundles.appliedBundleSchema,
  }),
  listSigners: route({
    method: 'GET',
    path: '/bundles/signers',
    role: 'designer',
    summary: { vi: 'Khoá ký gói luồng', en: 'Keys that sign flow bundles' },
    answer: bundles.signersSchema,
  }),
  trustSigner: route({
    method: 'POST',
    path: '/bundles/signers',
    role: 'admin',
    summary: { vi: 'Tin cậy khoá ký của nơi khác', en: 'Trust the key of another installation' },
    body: bundles.trustSignerSchema,
    answer: bundles.signerSchema,
  }),
  distrustSigner: route({
    method: 'DELETE',
    path: '/bundles/signers/{id}',
    role: 'admin',
    summary: { vi: 'Thôi tin cậy khoá ký', en: 'No longer trust a key' },
  }),
} as const
