import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { addressField, hostOf } from './address.ts'
import { requiredWhen } from './required-when.ts'

const showFor = (...styles: readonly string[]) => ({ showIf: { setting: 'style', is: styles } }) as const
const onlyOauth2 = showFor('oauth2')
const onlyLgsp = showFor('lgsp')
const onlySession = showFor('session')
const onlyXroad = showFor('xroad')
const onlyUrlCode = showFor('url-code')
const withAccount = showFor('password', 'session')
const withToken = showFor('oauth2', 'password', 'lgsp')
const behindAdapter = showFor('adapter', 'session')

const PATH = /^\/[A-Za-z0-9._~\-/]{0,300}$/
/** `instance/class/member/subsystem`, each part in the letters that X-Road identifiers have here. */
const SUBSYSTEM = /^[A-Za-z0-9._-]{1,100}(?:\/[A-Za-z0-9._-]{1,100}){3}$/

const route = field
  .choice(
    [
      { value: 'direct', title: { vi: 'Kết nối thẳng', en: 'Straight' } },
      { value: 'lgsp', title: { vi: 'Qua LGSP của tỉnh, bộ', en: 'Through our LGSP' } },
      { value: 'ngsp', title: { vi: 'Qua NGSP', en: 'Through NGSP' } },
      { value: 'ndop', title: { vi: 'Qua NDOP (chờ tài liệu kết nối)', en: 'Through NDOP (its guide is awaited)' } },
    ],
    {
      title: { vi: 'Tuyến', en: 'Route' },
      help: {
        vi: 'Đổi tuyến thì sửa địa chỉ và cách gọi ở đây, không phải sửa luồng nào.',
        en: 'To change the route, change the address and the way of calling here; no flow is touched.',
      },
    },
  )
  .default('direct')

const style = field
  .choice(
    [
      { value: 'oauth2', title: { vi: 'OAuth 2.0: Consumer Key/Secret', en: 'OAuth 2.0: consumer key and secret' } },
      { value: 'password', title: { vi: 'Tài khoản đổi lấy mã truy cập', en: 'User name and password for a token' } },
      { value: 'lgsp', title: { vi: 'LGSP: tiêu đề lgspaccesstoken', en: 'LGSP: lgspaccesstoken header' } },
      { value: 'adapter', title: { vi: 'Adapter X-Road (dstcode)', en: 'X-Road adapter (dstcode)' } },
      { value: 'xroad', title: { vi: 'X-Road REST (/r1)', en: 'X-Road REST (/r1)' } },
      {
        value: 'url-code',
        title: { vi: 'Mã bảo mật trên địa chỉ gọi (VBDLIS)', en: 'Security code in the address (VBDLIS)' },
      },
      { value: 'session', title: { vi: 'Đăng nhập lấy phiên (session)', en: 'Sign-in for a session' } },
    ],
    {
      title: { vi: 'Cách gọi', en: 'Way of calling' },
      help: {
        vi: 'Cổng DVCQG dùng "Đăng nhập lấy phiên"; NGSP thường dùng OAuth 2.0.',
        en: 'The national portal signs in for a session; NGSP mostly uses OAuth 2.0.',
      },
    },
  )
  .default('oauth2')

const clientAuth = field
  .choice(
    [
      { value: 'basic', title: { vi: 'Tiêu đề Basic (mặc định)', en: 'Basic header (default)' } },
      { value: 'form', title: { vi: 'Trong nội dung biểu mẫu', en: 'In the form body' } },
      { value: 'json', title: { vi: 'Trong nội dung JSON', en: 'In a JSON body' } },
    ],
    { title: { vi: 'Cách gửi khoá', en: 'How the keys are sent' }, advanced: true, ...onlyOauth2 },
  )
  .default('basic')

const accountIn = field
  .choice(
    [
      { value: 'json', title: { vi: 'JSON: userName, password', en: 'JSON: userName, password' } },
      { value: 'form', title: { vi: 'Biểu mẫu: grant_type=password', en: 'Form: grant_type=password' } },
    ],
    { title: { vi: 'Cách gửi tài khoản', en: 'How the account is sent' }, advanced: true, ...showFor('password') },
  )
  .default('json')

const dstcodeIn = field
  .choice(
    [
      { value: 'query', title: { vi: 'Trên địa chỉ gọi', en: 'In the address' } },
      { value: 'header', title: { vi: 'Trong tiêu đề', en: 'In a header' } },
    ],
    { title: { vi: 'Gửi dstcode ở đâu', en: 'Where dstcode goes' }, advanced: true, ...behindAdapter },
  )
  .default('query')

const apiVersion = field
  .choice(
    [
      { value: 'as-node', title: { vi: 'Theo cấu hình của nút', en: 'As the node says' } },
      { value: '1.0', title: { vi: 'Có /1.0', en: 'With /1.0' } },
      { value: 'none', title: { vi: 'Không có', en: 'None' } },
    ],
    { title: { vi: 'Phiên bản trong đường dẫn', en: 'Version in the path' }, advanced: true },
  )
  .default('as-node')

const pathField = (vi: string, en: string, look: object, standard: string) =>
  field
    .text({ title: { vi, en }, advanced: true, ...look })
    .regex(PATH)
    .default(standard)

/** A national or provincial system: its address, the route to it and the way it is called (domain-vietnam §3). */
export const nationalConnection = defineConnection({
  kind: 'national',
  title: { vi: 'Hệ thống quốc gia, tỉnh (NGSP, LGSP, X-Road, DVCQG)', en: 'National or provincial system' },
  summary: {
    vi: 'Tuyến, địa chỉ và khoá để gọi NGSP, LGSP, Cổng DVCQG hay cơ sở dữ liệu quốc gia.',
    en: 'Route, address and keys for NGSP, LGSP, the national portal or a national database.',
  },
  values: z
    .strictObject({
      baseUrl: addressField({
        title: { vi: 'Địa chỉ gốc', en: 'Base address' },
        placeholder: 'https://api.ngsp.gov.vn',
        help: {
          vi: 'Cổng API, máy chủ bảo mật hoặc adapter, ví dụ http://ip-ss-donvi:8080/XrdAdapter/RestService/forward.',
          en: 'API gateway, security server or adapter, such as http://ip-ss-donvi:8080/XrdAdapter/RestService/forward.',
        },
      }),
      route,
      style,
      consumerKey: field.text({ title: { vi: 'Consumer Key', en: 'Consumer key' }, ...onlyOauth2 }).optional(),
      clientAuth,
      accessKey: field.text({ title: { vi: 'AccessKey', en: 'AccessKey' }, ...onlyLgsp }).optional(),
      appName: field.text({ title: { vi: 'AppName', en: 'AppName' }, ...onlyLgsp }).optional(),
      partnerCode: field.text({ title: { vi: 'PartnerCode', en: 'PartnerCode' }, ...onlyLgsp }).optional(),
      partnerCodeCus: field.text({ title: { vi: 'PartnerCodeCus', en: 'PartnerCodeCus' }, ...onlyLgsp }).optional(),
      username: field.text({ title: { vi: 'Tài khoản', en: 'User name' }, ...withAccount }).optional(),
      accountIn,
      maDonVi: field
        .text({
          title: { vi: 'Mã đơn vị', en: 'Unit code' },
          help: { vi: 'Gửi trong trường madonvi, ví dụ 000.00.00.H01.', en: 'Sent as madonvi, such as 000.00.00.H01.' },
          ...onlySession,
        })
        .optional(),
      dstcode: field
        .text({
          title: { vi: 'Mã dịch vụ đích (dstcode)', en: 'Destination code (dstcode)' },
          placeholder: 'VN:GOV:000.00.00.G22:vpcpdvcprovider',
          ...behindAdapter,
        })
        .optional(),
      dstcodeIn,
      providerUrl: addressField({
        title: { vi: 'Địa chỉ hệ thống đích (providerurl)', en: 'Provider address (providerurl)' },
        advanced: true,
        ...behindAdapter,
      }).optional(),
      xroadClient: field
        .text({
          title: { vi: 'Hệ thống của ta (X-Road-Client)', en: 'Our subsystem (X-Road-Client)' },
          placeholder: 'VN/GOV/000.00.00.H22/motcua',
          ...onlyXroad,
        })
        .regex(SUBSYSTEM)
        .optional(),
      xroadService: field
        .text({
          title: { vi: 'Hệ thống đích trên X-Road', en: 'Their subsystem on X-Road' },
          placeholder: 'VN/GOV/000.00.00.G22/dichvu',
          ...onlyXroad,
        })
        .regex(SUBSYSTEM)
        .optional(),
      codeParameter: field
        .text({
          title: { vi: 'Tên tham số chứa mã bảo mật', en: 'Parameter of the security code' },
          help: { vi: 'Đứng sau dấu ?, ví dụ maBaoMat.', en: 'Behind the ?, such as maBaoMat.' },
          ...onlyUrlCode,
        })
        .regex(/^[A-Za-z0-9_.-]{1,50}$/)
        .default('maBaoMat'),
      tokenPath: pathField('Đường dẫn lấy mã truy cập', 'Path of the token', withToken, '/token'),
      loginPath: pathField('Đường dẫn đăng nhập', 'Path of sign-in', onlySession, '/mapi/login'),
      sharePath: pathField('Đường dẫn dịch vụ chia sẻ (tra cứu)', 'Path of look-ups', onlySession, '/mapi/g'),
      integratePath: pathField(
        'Đường dẫn dịch vụ tích hợp (đồng bộ)',
        'Path of synchronisation',
        onlySession,
        '/mapi/g',
      ),
      apiVersion,
      testPath: field
        .text({
          title: { vi: 'Đường dẫn để kiểm tra', en: 'Path for the test' },
          help: {
            vi: 'Gọi bằng GET khi bấm "Kiểm tra kết nối", sau khi đăng nhập được.',
            en: 'Called with GET by "Test connection" once signed in.',
          },
          advanced: true,
          ...showFor('oauth2', 'password', 'lgsp', 'adapter', 'xroad', 'url-code'),
        })
        .regex(/^\//)
        .default('/dmdc/1.0/AllCategory'),
      signInOnly: field
        .boolean({
          title: { vi: 'Kiểm tra: chỉ đăng nhập', en: 'Test: only sign in' },
          help: {
            vi: 'Bật khi hệ thống không có dịch vụ tra cứu nào gọi được mà không cần dữ liệu.',
            en: 'On when the system has no look-up that can be called without data.',
          },
          advanced: true,
        })
        .default(false),
    })
    .superRefine(
      requiredWhen('style', {
        oauth2: ['consumerKey'],
        password: ['username'],
        lgsp: ['accessKey'],
        adapter: ['dstcode'],
        xroad: ['xroadClient', 'xroadService'],
        session: ['maDonVi', 'username'],
      }),
    ),
  secrets: z.strictObject({
    consumerSecret: field.text({ title: { vi: 'Consumer Secret', en: 'Consumer secret' }, ...onlyOauth2 }).optional(),
    urlCode: field
      .text({
        title: { vi: 'Mã bảo mật', en: 'Security code' },
        help: { vi: 'Không hiện trong nhật ký và thông báo lỗi.', en: 'Shown in no log and no error.' },
        ...onlyUrlCode,
      })
      .min(8)
      .optional(),
    secretKey: field.text({ title: { vi: 'SecretKey', en: 'SecretKey' }, ...onlyLgsp }).optional(),
    password: field.text({ title: { vi: 'Mật khẩu', en: 'Password' }, ...withAccount }).optional(),
  }),
  hosts: ({ baseUrl }) => [hostOf(baseUrl)],
})
