import { z } from 'zod'
import { targetPath } from '#nodes/writing/target-path.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Lấy giá trị từ XML: picks values, groups and lists out of XML text by XPath. */
export const definition = defineNode({
  type: 'xpath',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Lấy giá trị từ XML (XPath)', en: 'Pick from XML (XPath)' },
  summary: {
    vi: 'Lấy vài giá trị, nhóm trường hoặc danh sách từ văn bản XML theo XPath, không cần đọc cả văn bản thành trường.',
    en: 'Picks values, groups of fields or lists out of XML text by XPath, without turning all of it into fields.',
  },
  keywords: ['xpath', 'xml', 'trích', 'lấy giá trị', 'không gian tên', 'namespace', 'soap', 'extract', 'pick'],
  settings: z
    .strictObject({
      from: field
        .value({
          title: { vi: 'Văn bản XML', en: 'XML text' },
          help: {
            vi: 'Để trống: cả nội dung thông điệp. Hoặc chọn trường chứa XML, ví dụ DuLieu.',
            en: 'Blank: the whole body. Or the field that holds the XML, such as DuLieu.',
          },
        })
        .optional(),
      picks: field.list(
        {
          path: field.text({
            title: { vi: 'XPath', en: 'XPath' },
            help: {
              vi: 'Ví dụ /HoSo/ChuHoSo/HoTen, //GiayTo[@loai="A"], count(//GiayTo). Có không gian tên thì dùng tiền tố ở bảng dưới.',
              en: 'Such as /HoSo/ChuHoSo/HoTen, //GiayTo[@loai="A"], count(//GiayTo). Use the prefixes of the table below.',
            },
            placeholder: '/HoSo/ChuHoSo/HoTen',
          }),
          as: field
            .choice(
              [
                { value: 'text', title: { vi: 'Chữ', en: 'Text' } },
                { value: 'number', title: { vi: 'Số', en: 'Number' } },
                { value: 'boolean', title: { vi: 'Đúng/sai', en: 'True or false' } },
                { value: 'fields', title: { vi: 'Nhóm trường', en: 'Group of fields' } },
                { value: 'xml', title: { vi: 'Đoạn XML', en: 'Piece of XML' } },
              ],
              {
                title: { vi: 'Lấy dưới dạng', en: 'Take as' },
                help: {
                  vi: 'Mã số luôn lấy dạng chữ để giữ số 0 ở đầu. Nhóm trường: phần tử và mọi thứ bên trong, như nút Đọc XML.',
                  en: 'Take codes as text so that leading zeros stay. Group of fields: the element with all inside, as Read XML does.',
                },
              },
            )
            .default('text'),
          many: field
            .boolean({
              title: { vi: 'Lấy mọi chỗ khớp', en: 'Take all matches' },
              help: {
                vi: 'Bật: luôn cho danh sách, kể cả khi có một hoặc không có. Tắt: chỉ lấy chỗ đầu tiên.',
                en: 'On: always a list, even of one or none. Off: only the first match.',
              },
            })
            .default(false),
          to: targetPath({
            title: { vi: 'Ghi vào trường', en: 'Write to' },
            help: {
              vi: 'Đường dẫn trong nội dung ra, ví dụ ChuHoSo.HoTen.',
              en: 'A path in the body that leaves, such as ChuHoSo.HoTen.',
            },
            placeholder: 'ChuHoSo.HoTen',
          }),
          missing: field
            .choice(
              [
                { value: 'error', title: { vi: 'Báo lỗi', en: 'Stop with an error' } },
                { value: 'omit', title: { vi: 'Bỏ qua trường này', en: 'Leave the field out' } },
              ],
              {
                title: { vi: 'Khi không có', en: 'When nothing matches' },
                help: {
                  vi: 'Không dùng khi lấy mọi chỗ khớp: khi ấy là danh sách trống.',
                  en: 'Not for all matches: that is an empty list then.',
                },
                showIf: { setting: 'many', is: [false] },
              },
            )
            .default('error'),
        },
        {
          title: { vi: 'Các giá trị cần lấy', en: 'What to take' },
          help: { vi: 'Mỗi dòng là một trường của nội dung ra.', en: 'Each row is a field of the body that leaves.' },
          add: { vi: 'Thêm giá trị', en: 'Add a value' },
          min: 1,
          max: 200,
        },
      ),
      namespaces: field
        .list(
          {
            prefix: field
              .text({
                title: { vi: 'Tiền tố', en: 'Prefix' },
                help: { vi: 'Tên ngắn dùng trong XPath, ví dụ hs.', en: 'The short name used in XPath, such as hs.' },
                placeholder: 'hs',
              })
              .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/),
            uri: field.text({
              title: { vi: 'Không gian tên', en: 'Namespace' },
              help: {
                vi: 'Chép từ xmlns="…" của văn bản, ví dụ urn:vn:ho-so.',
                en: 'Copied from xmlns="…" of the document, such as urn:vn:ho-so.',
              },
              placeholder: 'urn:vn:ho-so',
            }),
          },
          {
            title: { vi: 'Bảng không gian tên', en: 'Namespaces' },
            help: {
              vi: 'Phần tử có xmlns phải gọi bằng tiền tố, dù trong văn bản không viết tiền tố: //hs:HoTen.',
              en: 'Elements with an xmlns need a prefix even when the document writes none: //hs:HoTen.',
            },
            add: { vi: 'Thêm không gian tên', en: 'Add a namespace' },
            max: 50,
          },
        )
        .default([]),
      keep: field
        .choice(
          [
            { value: 'none', title: { vi: 'Chỉ các giá trị đã lấy', en: 'Only what was taken' } },
            { value: 'all', title: { vi: 'Giữ nội dung vào, thêm các giá trị ấy', en: 'Keep the input and add it' } },
          ],
          {
            title: { vi: 'Nội dung ra', en: 'Body that leaves' },
            help: {
              vi: 'Giữ nội dung vào chỉ dùng được khi XML nằm trong một trường.',
              en: 'The input can be kept only when the XML is in a field.',
            },
          },
        )
        .default('none'),
      maxMb: field
        .number({
          title: { vi: 'Kích thước tối đa (MB)', en: 'Largest size (MB)' },
          help: { vi: 'Văn bản lớn hơn là lỗi. Ví dụ 10.', en: 'A larger document is an error. Such as 10.' },
          min: 0.001,
          max: 20,
          advanced: true,
        })
        .default(10),
    })
    .superRefine(({ picks, namespaces, keep, from }, context) => {
      const known = new Set(['xml', ...namespaces.map((it) => it.prefix)])
      for (const [i, { path }] of picks.entries()) {
        const unknown = prefixesIn(path).find((prefix) => !known.has(prefix))
        if (unknown !== undefined)
          context.addIssue({
            code: 'custom',
            path: ['picks', i, 'path'],
            ...complaint(
              `tiền tố "${unknown}" chưa có trong bảng không gian tên`,
              `the prefix "${unknown}" is not in the table of namespaces`,
            ),
          })
      }
      if (keep === 'all' && from === undefined)
        context.addIssue({
          code: 'custom',
          path: ['keep'],
          ...complaint('cần chọn trường chứa XML trước', 'needs the field that holds the XML'),
        })
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã lấy', en: 'Taken' } }],
  output: 'described',
  infers: 'picks',
  takes: { from: 'from', type: 'string' },
  effects: 'none',
})

/** Prefixes that an XPath uses; axes (`child::`) and what stands in quotes are not among them. */
function prefixesIn(path: string): readonly string[] {
  const bare = path.replace(/"[^"]*"|'[^']*'/g, '""')
  return [...bare.matchAll(/([A-Za-z_][\w.-]*):(?!:)(?=[\w*])/g)].map((found) => found[1] ?? '')
}
