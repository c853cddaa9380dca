// How the simulators are reached: accounts, codes and paths. Whoever only makes connections to them need not load them.

/** The account of the one-stop system's API; it opens nothing but the simulator. */
export const MOT_CUA_ACCOUNT = { username: 'mo-phong', password: 'mo-phong-mot-cua' } as const

/** The account of `mapi/login`; it opens nothing but the simulator. */
export const DVCQG_ACCOUNT = { username: 'mo-phong', password: 'mo-phong-dvcqg' } as const

/** The X-Road subsystem of the portal, needed as `dstcode` in the query or as a header. */
export const DVCQG_DSTCODE = 'VN:GOV:000.00.00.G22:vpcpdvcprovider'

/** The subsystem of the driving licence system behind the same security server; the code is ours. */
export const GPLX_DSTCODE = 'VN:GOV:000.00.00.G01:gplx'

/** The paths of both adapters; the second was seen on older security servers. */
export const DVCQG_ADAPTERS = ['/XrdAdapter/RestService/forward', '/VXPAdapter/RestService/forward'] as const

/** Where logins go, under the first adapter. */
export const DVCQG_LOGIN_PATH = `${DVCQG_ADAPTERS[0]}/mapi/login`

/** Where every service goes, under the first adapter. */
export const DVCQG_SERVICE_PATH = `${DVCQG_ADAPTERS[0]}/mapi/g`

/** The partner of the payment platform; the secret opens nothing but the simulator. */
export const PAYMENT_PARTNER = { maDoiTac: 'MO-PHONG-H22', secretKey: 'mo-phong-ma-bi-mat-thanh-toan' } as const

/** Consumer key and secret of style A (OAuth2 client credentials); they open nothing but the simulator. */
export const NGSP_CONSUMER = { key: 'mo-phong-khoa', secret: 'mo-phong-bi-mat' } as const

/** What the header `lgspaccesstoken` of style B holds, as Base64 of its JSON; it opens nothing but the simulator. */
export const NGSP_LGSP_ACCESS = {
  AccessKey: 'mo-phong-access',
  SecretKey: 'mo-phong-secret',
  AppName: 'lien-thong',
  PartnerCode: '000.00.00.H22',
  PartnerCodeCus: '000.00.00.H22',
} as const

/** The header value of style B. */
export const NGSP_LGSP_HEADER = Buffer.from(JSON.stringify(NGSP_LGSP_ACCESS)).toString('base64')

/** The subsystem that our side calls from, and the one that the platform is on X-Road. */
export const XROAD_CLIENT = 'VN/GOV/000.00.00.H22/motcua'

/** The subsystem under which X-Road reaches this simulator. */
export const XROAD_SERVICE = 'VN/GOV/000.00.00.G99/ngsp'

/** The destination code under which the adapter reaches this simulator. */
export const NGSP_DSTCODE = 'VN:GOV:000.00.00.G99:ngsp'

/** The subsystem of another member whose services we may call. */
export const XROAD_PROVIDER = 'VN/GOV/000.00.00.G98/mo-phong'

/** The subsystem of another member that may call our service. */
export const XROAD_CALLER = 'VN/GOV/000.00.00.G98/cong-tra-cuu'

/** System code and secret of the simulator; they open nothing else. */
export const VXP_ACCESS = { systemId: 'mo-phong.vxp', secretKey: 'mo-phong-khoa-vxp' } as const

/** The account of the linked-service software; it opens nothing but the simulator. */
export const DVCLT_ACCOUNT = { username: 'mo-phong', password: 'mo-phong-dvclt' } as const

/** The account of ILIS and the security code of VBDLIS; they open nothing but the simulator. */
export const LAND_ACCESS = { username: 'mo-phong', password: 'mo-phong-ilis', code: 'mo-phong/ma-vbdlis' } as const
