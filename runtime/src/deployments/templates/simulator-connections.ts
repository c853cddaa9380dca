import { join } from 'node:path'
import {
  DVCQG_ACCOUNT,
  DVCQG_DSTCODE,
  DVCQG_LOGIN_PATH,
  DVCQG_SERVICE_PATH,
  MOT_CUA_ACCOUNT,
  NGSP_CONSUMER,
} from '#nodes/simulators/index.ts'
import type { SaveConnection } from '#shared/api/platform.ts'

/** Where a simulator listens. */
const at = (port: number | undefined): string => `http://127.0.0.1:${port ?? 0}`

/** The key that the one-stop system shows when it asks about an enterprise; made from the portal's, so that one secret is handed around. */
export function motCuaKey(key: string): string {
  return `mo-phong-mot-cua-${key.slice(0, 24)}`
}

/** The keys that the simulators of the demo show at the gateway. */
export const simulatorKeys: readonly string[] = ['khoa-dvcqg', 'khoa-mot-cua']

/**
 * The connections that flows in the box name: every one points at a simulator of this machine. `key` is what the simulated portal shows when
 * it pushes dossiers; `ports` are those of the one-stop system, the portal and NGSP.
 */
export function simulatorConnections(
  data: string,
  key: string,
  [motCua, dvcqg, ngsp]: readonly number[],
): Readonly<Record<string, SaveConnection>> {
  return {
    'mot-cua-csdl': {
      kind: 'sql',
      title: 'Một cửa: cơ sở dữ liệu (giả lập)',
      values: { driver: 'sqlite', file: join(data, 'simulators', 'mot-cua.sqlite') },
    },
    'mot-cua-api': {
      kind: 'http',
      title: 'Một cửa: giao diện REST (giả lập)',
      values: { baseUrl: at(motCua), auth: 'basic', username: MOT_CUA_ACCOUNT.username, testPath: '/suckhoe' },
      secrets: { password: MOT_CUA_ACCOUNT.password },
    },
    dvcqg: {
      kind: 'national',
      title: 'Cổng Dịch vụ công quốc gia (giả lập)',
      values: {
        baseUrl: at(dvcqg),
        style: 'session',
        maDonVi: '000.00.00.H22',
        dstcode: DVCQG_DSTCODE,
        username: DVCQG_ACCOUNT.username,
        loginPath: DVCQG_LOGIN_PATH,
        sharePath: DVCQG_SERVICE_PATH,
        integratePath: DVCQG_SERVICE_PATH,
      },
      secrets: { password: DVCQG_ACCOUNT.password },
    },
    ngsp: {
      kind: 'national',
      title: 'NGSP (giả lập)',
      values: { baseUrl: at(ngsp), route: 'ngsp', style: 'oauth2', consumerKey: NGSP_CONSUMER.key },
      secrets: { consumerSecret: NGSP_CONSUMER.secret },
    },
    'khoa-dvcqg': {
      kind: 'api-key',
      title: 'Khoá cấp cho Cổng Dịch vụ công quốc gia (giả lập)',
      values: { owner: 'Cổng Dịch vụ công quốc gia' },
      secrets: { key },
    },
    'khoa-mot-cua': {
      kind: 'api-key',
      title: 'Khoá cấp cho hệ thống một cửa (giả lập)',
      values: { owner: 'Hệ thống một cửa' },
      secrets: { key: motCuaKey(key) },
    },
    'khoa-thanh-toan': {
      kind: 'api-key',
      title: 'Khoá cấp cho hệ thống thanh toán (giả lập)',
      values: { owner: 'Hệ thống thanh toán' },
      secrets: { key: `mo-phong-thanh-toan-${key.slice(0, 24)}` },
    },
  }
}
