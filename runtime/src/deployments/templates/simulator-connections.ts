import { join } from 'node:path'
import {
  DVCLT_ACCOUNT,
  DVCQG_ACCOUNT,
  DVCQG_DSTCODE,
  DVCQG_LOGIN_PATH,
  DVCQG_SERVICE_PATH,
  GPLX_DSTCODE,
  LAND_ACCESS,
  MOT_CUA_ACCOUNT,
  NGSP_CONSUMER,
  PAYMENT_PARTNER,
  VXP_ACCESS,
  XROAD_CLIENT,
} from '#nodes/simulators/access.ts'
import type { SaveConnection } from '#shared/api/platform.ts'

/** Where a simulator listens. */
const at = (port: number | undefined): string => `http://127.0.0.1:${port ?? 0}`

/** The key that the one-stop system shows when it asks about an enterprise; made from the portal's, so that one secret is handed around. */
export function motCuaKey(key: string): string {
  return `mo-phong-mot-cua-${key.slice(0, 24)}`
}

/** Systems of the province that call flows of the gallery, each with a key of its own. */
const CALLERS: Readonly<Record<string, string>> = {
  'van-thu': 'phần mềm quản lý văn bản',
  'cong-tinh': 'cổng dịch vụ công của tỉnh',
  'doi-tac-soap': 'cơ quan gọi dịch vụ SOAP',
}

/** The key that one of them shows, such as `van-thu`. */
export function callerKey(id: string, key: string): string {
  return `mo-phong-${id}-${key.slice(0, 24)}`
}

/** The keys that the simulators of the demo show at the gateway. */
export const simulatorKeys: readonly string[] = ['khoa-dvcqg', 'khoa-mot-cua']

/**
 * The connections that flows in the box name: every one points at a simulator of this machine. `key` is what the simulated portal shows when
 * it pushes dossiers; `ports` are those of the one-stop system, the portal, NGSP, the linked services, the land systems, the document axis and X-Road.
 */
export function simulatorConnections(
  data: string,
  key: string,
  [motCua, dvcqg, ngsp, dvclt, land, axis, xroad]: readonly number[],
): Readonly<Record<string, SaveConnection>> {
  const linked = (title: string): SaveConnection => ({
    kind: 'national',
    title,
    values: {
      baseUrl: at(dvclt),
      style: 'password',
      username: DVCLT_ACCOUNT.username,
      testPath: '/api/lienthongdvclt/hosolienthong',
    },
    secrets: { password: DVCLT_ACCOUNT.password },
  })
  const portal = (title: string, dstcode: string, more: SaveConnection['values'] = {}): SaveConnection => ({
    kind: 'national',
    title,
    values: {
      baseUrl: at(dvcqg),
      style: 'session',
      maDonVi: '000.00.00.H22',
      dstcode,
      username: DVCQG_ACCOUNT.username,
      loginPath: DVCQG_LOGIN_PATH,
      sharePath: DVCQG_SERVICE_PATH,
      integratePath: DVCQG_SERVICE_PATH,
      ...more,
    },
    secrets: { password: DVCQG_ACCOUNT.password },
  })
  return {
    'dvc-lien-thong': linked('Phần mềm DVC liên thông (giả lập)'),
    'bo-tu-phap-lien-thong': linked('Bộ Tư pháp: hộ tịch liên thông (giả lập)'),
    'bhxh-lien-thong': linked('BHXH: tra cứu mã số (giả lập)'),
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
    dvcqg: portal('Cổng Dịch vụ công quốc gia (giả lập)', DVCQG_DSTCODE),
    // Its look-ups all need a day or a dossier.
    gplx: portal('Hệ thống giấy phép lái xe (giả lập)', GPLX_DSTCODE, { signInOnly: true }),
    'thanh-toan': {
      kind: 'payment',
      title: 'Nền tảng thanh toán của Cổng DVCQG (giả lập)',
      values: { baseUrl: at(dvcqg), maDoiTac: PAYMENT_PARTNER.maDoiTac },
      secrets: { secretKey: PAYMENT_PARTNER.secretKey },
    },
    ngsp: {
      kind: 'national',
      title: 'NGSP (giả lập)',
      values: { baseUrl: at(ngsp), route: 'ngsp', style: 'oauth2', consumerKey: NGSP_CONSUMER.key },
      secrets: { consumerSecret: NGSP_CONSUMER.secret },
    },
    emc: {
      kind: 'http',
      title: 'Đo lường dịch vụ công EMC (giả lập)',
      values: { baseUrl: at(ngsp), auth: 'none' },
    },
    ilis: {
      kind: 'national',
      title: 'ILIS: đất đai (giả lập)',
      values: {
        baseUrl: `${at(land)}/ilis`,
        style: 'password',
        accountIn: 'form',
        username: LAND_ACCESS.username,
        signInOnly: true,
      },
      secrets: { password: LAND_ACCESS.password },
    },
    'truc-van-ban': {
      kind: 'vxp',
      title: 'Trục liên thông văn bản VXP (giả lập)',
      values: { baseUrl: at(axis), systemId: VXP_ACCESS.systemId },
      secrets: { secretKey: VXP_ACCESS.secretKey },
    },
    'x-road': {
      kind: 'xroad',
      title: 'Máy chủ bảo mật X-Road (giả lập)',
      values: { baseUrl: at(xroad), client: XROAD_CLIENT, callsFrom: [{ address: '127.0.0.1' }] },
      secrets: {},
    },
    ...Object.fromEntries(
      Object.entries(CALLERS).map(([id, owner]) => [
        `khoa-${id}`,
        {
          kind: 'api-key',
          title: `Khoá cấp cho ${owner} (giả lập)`,
          // The name of the account, where the caller signs in by WS-Security.
          values: { owner, username: id },
          secrets: { key: callerKey(id, key) },
        },
      ]),
    ),
    'khoa-dat-dai': {
      kind: 'api-key',
      title: 'Khoá cấp cho cơ quan thuế, đất đai (giả lập)',
      values: { owner: 'Cơ quan thuế, văn phòng đăng ký đất đai' },
      secrets: { key: `mo-phong-dat-dai-${key.slice(0, 24)}` },
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
