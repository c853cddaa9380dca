import { createDvcqg, type Dvcqg, PAYMENT_PARTNER } from '#nodes/simulators/index.ts'
import { TEST_INSTANT } from '#shared/node/testing.ts'
import { handle, type RealPartners, realPartners } from './real-partners.ts'

/** The dossier that payment tests collect for. */
export const DOSSIER = '000.00.00.H22-260105-0001'

/** The platform at the instant of test runs, on a free port. */
export async function startPlatform(): Promise<{ readonly platform: Dvcqg; readonly url: string }> {
  const platform = createDvcqg({ clock: () => new Date(TEST_INSTANT) })
  return { platform, url: (await platform.listen(0)).url }
}

/** Partners with a connection `tt` to a platform. */
export function toPlatform(baseUrl: string, values: object = {}, secretKey?: string): RealPartners {
  const secrets = { secretKey: secretKey ?? PAYMENT_PARTNER.secretKey, accessToken: 'ma-truy-cap-lgsp' }
  return realPartners([handle('payment', { baseUrl, maDoiTac: PAYMENT_PARTNER.maDoiTac, ...values }, secrets, 'tt')])
}
