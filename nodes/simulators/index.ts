import type { Text } from '#shared/text/text.ts'
import { createDatDai } from './dat-dai/create-dat-dai.ts'
import { createDvclt } from './dvclt/create-dvclt.ts'
import { createDvcqg } from './dvcqg/create-dvcqg.ts'
import type { FramedSimulator } from './frame/create-simulator.ts'
import type { SimulatorOptions } from './frame/simulator.ts'
import { createMotCua } from './mot-cua/create-mot-cua.ts'
import { createNgsp } from './ngsp/create-ngsp.ts'
import { createVxp } from './vxp/create-vxp.ts'
import { createXroad } from './xroad/create-xroad.ts'

/** One simulator in the box: what `npx lienthong simulate NAME` and `npm start` need to run it. */
export interface SimulatorEntry {
  readonly name: string
  readonly title: Text
  /** Its port unless told otherwise (design §11: 7110–7119). */
  readonly port: number
  create(options?: SimulatorOptions): FramedSimulator
}

/** Every simulator in the box. */
export const simulators: readonly SimulatorEntry[] = [
  {
    name: 'mot-cua',
    title: { vi: 'Hệ thống một cửa điện tử', en: 'One-stop-shop system' },
    port: 7110,
    create: createMotCua,
  },
  {
    name: 'dvcqg',
    title: { vi: 'Cổng Dịch vụ công quốc gia', en: 'National public service portal' },
    port: 7111,
    create: createDvcqg,
  },
  {
    name: 'ngsp',
    title: { vi: 'Nền tảng tích hợp NGSP', en: 'National integration platform NGSP' },
    port: 7112,
    create: createNgsp,
  },
  {
    name: 'vxp',
    title: { vi: 'Trục liên thông văn bản VXP', en: 'Document axis VXP' },
    port: 7113,
    create: createVxp,
  },
  {
    name: 'dvclt',
    title: { vi: 'Phần mềm DVC liên thông', en: 'Linked public services' },
    port: 7114,
    create: createDvclt,
  },
  {
    name: 'dat-dai',
    title: { vi: 'Hệ thống đất đai ILIS, VBDLIS', en: 'Land systems ILIS, VBDLIS' },
    port: 7115,
    create: createDatDai,
  },
  {
    name: 'xroad',
    title: { vi: 'Máy chủ bảo mật X-Road', en: 'X-Road security server' },
    port: 7116,
    create: createXroad,
  },
]

export {
  DVCLT_ACCOUNT,
  DVCQG_ACCOUNT,
  DVCQG_DSTCODE,
  DVCQG_LOGIN_PATH,
  DVCQG_SERVICE_PATH,
  GPLX_DSTCODE,
  LAND_ACCESS,
  MOT_CUA_ACCOUNT,
  NGSP_CONSUMER,
  NGSP_DSTCODE,
  NGSP_LGSP_ACCESS,
  NGSP_LGSP_HEADER,
  PAYMENT_PARTNER,
  VXP_ACCESS,
  XROAD_CALLER,
  XROAD_CLIENT,
  XROAD_PROVIDER,
  XROAD_SERVICE,
} from './access.ts'
export { createDatDai, type DatDai } from './dat-dai/create-dat-dai.ts'
export { createDvclt, type Dvclt, type DvcltOptions } from './dvclt/create-dvclt.ts'
export { createDvcqg, type Dvcqg, type DvcqgOptions } from './dvcqg/create-dvcqg.ts'
export { DEFAULT_PUSH_TARGET, type PushResult, type PushTarget } from './dvcqg/push.ts'
export type { FramedSimulator } from './frame/create-simulator.ts'
export { seededRandom } from './frame/random.ts'
export { RESET_OPERATION, type RecordEntry } from './frame/record.ts'
export type { Simulator, SimulatorOptions, SimulatorState } from './frame/simulator.ts'
export { createMotCua, type MotCua, type MotCuaOptions } from './mot-cua/create-mot-cua.ts'
export { SAMPLE_CITIZEN } from './ngsp/citizens.ts'
export { createNgsp, type Ngsp, type NgspOptions } from './ngsp/create-ngsp.ts'
export { SAMPLE_TAX_CODES } from './ngsp/enterprises.ts'
export { createVxp, type Vxp } from './vxp/create-vxp.ts'
export { createXroad, type Xroad } from './xroad/create-xroad.ts'
