import { z } from 'zod'
import { ATTRIBUTE } from '#nodes/ldap/attribute-name.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field, isDurationWithin } from '#shared/node/fields.ts'

const WITH_ATTRIBUTES = { showIf: { setting: 'action', is: ['add', 'modify'] } } as const

/** Thay đổi thư mục (LDAP): adds, modifies, deletes or renames one entry of a directory. */
export const definition = defineNode({
  type: 'ldap-change',
  version: 1,
  kind: 'connector',
  family: 'database',
  title: { vi: 'Thay đổi thư mục (LDAP)', en: 'Change a directory (LDAP)' },
  summary: {
    vi: 'Thêm, sửa, xoá hoặc đổi tên một mục trong OpenLDAP, Active Directory; làm lại không sao.',
    en: 'Adds, modifies, deletes or renames an entry in OpenLDAP or Active Directory; doing it again does no harm.',
  },
  keywords: ['ldap', 'openldap', 'active directory', 'thư mục', 'tài khoản', 'cán bộ', 'cấp tài khoản', 'khoá', 'nhóm'],
  settings: z
    .strictObject({
      connection: field.connection(['ldap'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: {
          vi: 'Kết nối tới thư mục, với tài khoản được phép ghi, ví dụ thu-muc-tinh.',
          en: 'A connection to a directory whose account may write, such as thu-muc-tinh.',
        },
      }),
      action: field
        .choice(
          [
            { value: 'add', title: { vi: 'Thêm', en: 'Add' } },
            { value: 'modify', title: { vi: 'Sửa', en: 'Modify' } },
            { value: 'delete', title: { vi: 'Xoá', en: 'Delete' } },
            { value: 'rename', title: { vi: 'Đổi tên hoặc chuyển', en: 'Rename or move' } },
          ],
          {
            title: { vi: 'Việc làm', en: 'What to do' },
            help: {
              vi: 'Việc đã xong từ trước (mục giống hệt đã có, đã xoá, đã đổi tên) cũng là thành công.',
              en: 'What is done already (the very same entry is there, it is gone, it has the new name) is a success too.',
            },
          },
        )
        .default('modify'),
      dn: field.text({
        title: { vi: 'Tên mục (DN)', en: 'Entry (DN)' },
        help: {
          vi: 'Giá trị từ thông điệp viết {ten} rồi khai báo ở dưới; chỉ viết {dn} thì tham số là cả DN.',
          en: 'Write values of the message as {name} and give them below; {dn} alone is a whole DN.',
        },
        placeholder: 'uid={ma},ou=can-bo,dc=tinh,dc=gov,dc=vn',
      }),
      params: field
        .pairs({
          title: { vi: 'Tham số', en: 'Parameters' },
          help: {
            vi: 'Chữ hoặc số, không được trống; dấu phẩy, bằng, cộng trong giá trị chỉ là chữ. Ví dụ ma lấy trường MaCanBo.',
            en: 'Text or numbers, never empty; commas and signs in them are only letters. Such as ma from the field MaCanBo.',
          },
        })
        .default([]),
      newDn: field
        .text({
          title: { vi: 'Tên mới', en: 'New name' },
          help: {
            vi: 'Chỉ phần đầu (uid={moi}) để đổi tên tại chỗ, hoặc cả DN để chuyển sang nơi khác. Được dùng {ten}.',
            en: 'Only the first part (uid={moi}) to rename, or a whole DN to move. {name} may be used.',
          },
          placeholder: 'uid={moi}',
          showIf: { setting: 'action', is: ['rename'] },
        })
        .optional(),
      attributes: field
        .list(
          {
            name: field
              .text({
                title: { vi: 'Tên thuộc tính', en: 'Attribute' },
                help: { vi: 'Như trong thư mục, ví dụ mail.', en: 'As it is in the directory, such as mail.' },
                placeholder: 'mail',
              })
              .regex(ATTRIBUTE, complaint('không phải tên thuộc tính của thư mục', 'is no name of an attribute')),
            value: field.value({
              title: { vi: 'Giá trị', en: 'Value' },
              help: {
                vi: 'Chữ, số, đúng/sai hoặc danh sách (mỗi dòng một giá trị, hoặc mảng JSON), ví dụ trường Email. Rỗng (null): khi thêm thì bỏ qua, khi thay thì xoá thuộc tính.',
                en: 'Text, number, true/false or a list (a value a line, or a JSON array), such as the field Email. Null: left out when adding, cleared when replacing.',
              },
            }),
            how: field
              .choice(
                [
                  { value: 'replace', title: { vi: 'Thay', en: 'Replace' } },
                  { value: 'add', title: { vi: 'Thêm giá trị', en: 'Add values' } },
                  { value: 'delete', title: { vi: 'Bớt giá trị', en: 'Remove values' } },
                ],
                {
                  title: { vi: 'Cách sửa', en: 'How' },
                  help: {
                    vi: 'Chỉ khi sửa. Thêm hoặc bớt giá trị dùng cho thành viên của nhóm.',
                    en: 'For modify only. Add and remove values for the members of a group.',
                  },
                },
              )
              .default('replace'),
            form: field
              .choice(
                [
                  { value: 'text', title: { vi: 'Chữ', en: 'Text' } },
                  { value: 'base64', title: { vi: 'Nhị phân (Base64)', en: 'Binary (Base64)' } },
                ],
                {
                  title: { vi: 'Dạng', en: 'Form' },
                  help: { vi: 'Nhị phân cho ảnh, chứng thư.', en: 'Binary for pictures and certificates.' },
                },
              )
              .default('text'),
          },
          {
            title: { vi: 'Thuộc tính', en: 'Attributes' },
            help: {
              vi: 'Khi thêm cần cả objectClass. Giá trị của thuộc tính mật khẩu không nằm trong kết quả và lỗi của nút.',
              en: 'An added entry needs objectClass too. Values of password attributes are in no result and no error of this node.',
            },
            add: { vi: 'Thêm thuộc tính', en: 'Add an attribute' },
            max: 100,
            ...WITH_ATTRIBUTES,
          },
        )
        .default([]),
      timeout: field
        .duration({
          title: { vi: 'Thời hạn', en: 'Time limit' },
          help: { vi: 'Cho mỗi câu hỏi, ví dụ 30 giây (PT30S).', en: 'For each question, such as 30 seconds (PT30S).' },
          advanced: true,
        })
        .refine(
          (it) => isDurationWithin(it, 1000, 300_000),
          complaint('từ 1 giây đến 5 phút', 'from 1 second to 5 minutes'),
        )
        .default('PT30S'),
    })
    .superRefine(({ action, newDn, attributes }, context) => {
      const missing = (name: string): void =>
        context.addIssue({ code: 'custom', path: [name], ...complaint('chưa nhập', 'is missing') })
      if (action === 'rename' && newDn === undefined) missing('newDn')
      if ((action === 'add' || action === 'modify') && attributes.length === 0) missing('attributes')
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Xong', en: 'Done' } }],
  output: 'described',
  sample: { dn: 'uid=ntha,ou=can-bo,dc=tinh,dc=gov,dc=vn', action: 'modify', changed: true },
  effects: 'idempotent',
  needs: ['secrets'],
})
