import { z } from 'zod'
import { ATTRIBUTE } from '#nodes/ldap/attribute-name.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field, isDurationWithin } from '#shared/node/fields.ts'

/** Tra cứu thư mục (LDAP): one search in a directory, with values of the message as parameters. */
export const definition = defineNode({
  type: 'ldap-search',
  version: 1,
  kind: 'connector',
  family: 'database',
  title: { vi: 'Tra cứu thư mục (LDAP)', en: 'Search a directory (LDAP)' },
  summary: {
    vi: 'Tìm người, tài khoản, đơn vị trong OpenLDAP hoặc Active Directory; chỉ đọc.',
    en: 'Finds people, accounts and units in OpenLDAP or Active Directory; only reads.',
  },
  keywords: [
    'ldap',
    'ldaps',
    'openldap',
    'active directory',
    'ad',
    'thư mục',
    'danh bạ',
    'cán bộ',
    'tài khoản',
    'đơn vị',
    'directory',
    'people',
  ],
  settings: z
    .strictObject({
      connection: field.connection(['ldap'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: {
          vi: 'Kết nối tới thư mục, ví dụ thu-muc-tinh.',
          en: 'A connection to a directory, such as thu-muc-tinh.',
        },
      }),
      filter: field.text({
        title: { vi: 'Bộ lọc', en: 'Filter' },
        help: {
          vi: 'Theo RFC 4515. Giá trị từ thông điệp viết {ten} rồi khai báo ở dưới; không ghép chuỗi. Ký tự đặc biệt viết \\28 ( \\29 ) \\2a * \\5c \\.',
          en: 'As in RFC 4515. Write values of the message as {name} and give them below; never join text. Special characters: \\28 ( \\29 ) \\2a * \\5c \\.',
        },
        placeholder: '(&(objectClass=inetOrgPerson)(uid={ma}))',
      }),
      params: field
        .pairs({
          title: { vi: 'Tham số', en: 'Parameters' },
          help: {
            vi: 'Chữ hoặc số, không được trống; mọi ký tự đều là dữ liệu, kể cả * và ngoặc. Ví dụ ma lấy trường MaCanBo.',
            en: 'Text or numbers, never empty; every character is data, also * and brackets. Such as ma from the field MaCanBo.',
          },
        })
        .default([]),
      attributes: field.list(
        {
          name: field
            .text({
              title: { vi: 'Tên thuộc tính', en: 'Attribute' },
              help: { vi: 'Như trong thư mục, ví dụ mail.', en: 'As it is in the directory, such as mail.' },
              placeholder: 'mail',
            })
            .regex(ATTRIBUTE, complaint('không phải tên thuộc tính của thư mục', 'is no name of an attribute')),
          values: field
            .choice(
              [
                { value: 'one', title: { vi: 'Một giá trị', en: 'One value' } },
                { value: 'list', title: { vi: 'Danh sách', en: 'A list' } },
              ],
              {
                title: { vi: 'Số giá trị', en: 'How many' },
                help: {
                  vi: 'Một giá trị: không có là null, nhiều hơn là lỗi. Danh sách: không có là danh sách rỗng.',
                  en: 'One value: null when absent, an error when there are more. A list: empty when absent.',
                },
              },
            )
            .default('one'),
          form: field
            .choice(
              [
                { value: 'text', title: { vi: 'Chữ', en: 'Text' } },
                { value: 'base64', title: { vi: 'Nhị phân (Base64)', en: 'Binary (Base64)' } },
              ],
              {
                title: { vi: 'Dạng', en: 'Form' },
                help: {
                  vi: 'Nhị phân cho ảnh, chứng thư, objectGUID.',
                  en: 'Binary for pictures, certificates, objectGUID.',
                },
              },
            )
            .default('text'),
        },
        {
          title: { vi: 'Thuộc tính cần lấy', en: 'Attributes wanted' },
          help: { vi: 'Chỉ những thuộc tính này được lấy về.', en: 'Only these are fetched.' },
          add: { vi: 'Thêm thuộc tính', en: 'Add an attribute' },
          min: 1,
          max: 100,
        },
      ),
      answer: field
        .choice(
          [
            {
              value: 'one',
              title: {
                vi: 'Đúng một mục (không có: cổng "Không tìm thấy")',
                en: 'Exactly one (none: port "Not found")',
              },
            },
            {
              value: 'all',
              title: { vi: 'Mọi mục tìm thấy: { entries, count }', en: 'All entries: { entries, count }' },
            },
          ],
          {
            title: { vi: 'Kết quả', en: 'Result' },
            help: {
              vi: 'Đúng một mục khi tra một người theo mã; tìm thấy nhiều hơn là lỗi.',
              en: 'Exactly one to look a person up by a code; more than one is an error.',
            },
          },
        )
        .default('one'),
      base: field
        .text({
          title: { vi: 'Tìm từ đâu (DN)', en: 'Where to search (DN)' },
          help: {
            vi: 'Để trống: DN gốc của kết nối. Được dùng {ten}, ví dụ ou={donVi},dc=tinh,dc=gov,dc=vn; chỉ viết {dn} thì tham số là cả DN.',
            en: 'Empty: the base DN of the connection. {name} may be used, such as ou={donVi},dc=tinh,dc=gov,dc=vn; {dn} alone is a whole DN.',
          },
          advanced: true,
        })
        .optional(),
      scope: field
        .choice(
          [
            { value: 'sub', title: { vi: 'Nơi đó và mọi cấp dưới', en: 'That entry and all below' } },
            { value: 'one', title: { vi: 'Chỉ cấp ngay dưới', en: 'Only one level below' } },
            { value: 'base', title: { vi: 'Chỉ chính mục đó', en: 'Only that entry' } },
          ],
          {
            title: { vi: 'Phạm vi tìm', en: 'Scope' },
            help: {
              vi: 'Chọn "Chỉ chính mục đó" khi đã biết DN, ví dụ lấy người quản lý.',
              en: 'Take "Only that entry" when its DN is known, such as that of a manager.',
            },
            advanced: true,
          },
        )
        .default('sub'),
      references: field
        .choice(
          [
            { value: 'fail', title: { vi: 'Báo lỗi', en: 'An error' } },
            { value: 'skip', title: { vi: 'Bỏ qua', en: 'Leave out' } },
          ],
          {
            title: { vi: 'Khi máy chủ chỉ sang nơi khác', en: 'When the server points elsewhere' },
            help: {
              vi: 'Phần nằm ở máy chủ khác không bao giờ tự được tìm. Active Directory hay chỉ sang khi tìm từ gốc: chọn bỏ qua.',
              en: 'What lies at another server is never searched by itself. Active Directory does this from its root: leave it out there.',
            },
            advanced: true,
          },
        )
        .default('fail'),
      pageSize: field
        .integer({
          title: { vi: 'Số mục mỗi trang', en: 'Entries a page' },
          help: {
            vi: 'Thư mục đưa kết quả theo trang (RFC 2696); trang lớn hơn máy chủ cho phép là lỗi. Ví dụ 100.',
            en: 'Results come page by page (RFC 2696); a page larger than the server allows is an error. Such as 100.',
          },
          min: 1,
          max: 1000,
          advanced: true,
        })
        .default(100),
      maxEntries: field
        .integer({
          title: { vi: 'Số mục tối đa', en: 'Entries at most' },
          help: {
            vi: 'Nhiều hơn là lỗi, không bị cắt bớt. Ví dụ 1000.',
            en: 'More are an error and never cut. Such as 1000.',
          },
          min: 1,
          max: 10_000,
          advanced: true,
        })
        .default(1000),
      maxBytes: field
        .integer({
          title: { vi: 'Kích thước trả lời tối đa (byte)', en: 'Largest answer (bytes)' },
          help: {
            vi: 'Trả lời lớn hơn là lỗi. Ví dụ 10000000 là khoảng 10 MB.',
            en: 'A larger answer is an error. 10000000 is about 10 MB.',
          },
          min: 1000,
          max: 20_000_000,
          advanced: true,
        })
        .default(10_000_000),
      timeout: field
        .duration({
          title: { vi: 'Thời hạn', en: 'Time limit' },
          help: {
            vi: 'Cho cả lần tìm, ví dụ 30 giây (PT30S).',
            en: 'For the whole search, such as 30 seconds (PT30S).',
          },
          advanced: true,
        })
        .refine(
          (it) => isDurationWithin(it, 1000, 300_000),
          complaint('từ 1 giây đến 5 phút', 'from 1 second to 5 minutes'),
        )
        .default('PT30S'),
    })
    .superRefine(({ attributes }, context) => {
      const seen = new Set<string>()
      for (const [i, { name }] of attributes.entries()) {
        if (seen.has(name.toLowerCase()))
          context.addIssue({
            code: 'custom',
            path: ['attributes', i, 'name'],
            ...complaint('đã có ở dòng trên', 'is in a row above'),
          })
        seen.add(name.toLowerCase())
      }
    }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Tìm thấy', en: 'Found' } },
    { name: 'not-found', title: { vi: 'Không tìm thấy', en: 'Not found' } },
  ],
  output: 'described',
  infers: 'entries',
  sample: { dn: 'uid=ntha,ou=can-bo,dc=tinh,dc=gov,dc=vn', cn: 'Nguyễn Thị Thu Hà', mail: 'ntha@tinh.gov.vn' },
  effects: 'idempotent',
  needs: ['secrets'],
})
