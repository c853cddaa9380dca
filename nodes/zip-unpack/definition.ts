import { z } from 'zod'
import { bytesSourceFields, resultTarget, withPlace } from '#nodes/files/content-fields.ts'
import { fileConnection, ifExistsField } from '#nodes/files/file-fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

const TO_FOLDER = { showIf: { setting: 'deliver', is: ['folder'] } } as const
const TO_MESSAGE = { showIf: { setting: 'deliver', is: ['message'] } } as const

/** Giải nén: the files of a zip archive, in the message or in a folder of a connection. */
export const definition = defineNode({
  type: 'zip-unpack',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Giải nén ZIP', en: 'Unpack ZIP' },
  summary: {
    vi: 'Lấy các tệp trong tệp nén ZIP; bom nén, tên vượt thư mục, liên kết và tệp có mật khẩu bị từ chối.',
    en: 'Takes the files out of a ZIP archive; bombs, names that leave the folder, links and passwords are refused.',
  },
  keywords: ['zip', 'giải nén', 'tệp nén', 'bung', 'unzip', 'extract', 'archive'],
  settings: withPlace(
    z
      .strictObject({
        ...bytesSourceFields(),
        names: field
          .choice(
            [
              { value: 'cp437', title: { vi: 'Không dấu hoặc CP437', en: 'No marks, or CP437' } },
              { value: 'tcvn3', title: { vi: 'TCVN3 (ABC)', en: 'TCVN3 (ABC)' } },
              { value: 'cp1258', title: { vi: 'Windows-1258', en: 'Windows-1258' } },
            ],
            {
              title: { vi: 'Bảng mã của tên tệp cũ', en: 'Character set of old names' },
              help: {
                vi: 'Tên dạng UTF-8 luôn được nhận ra; chỉ dùng cho tệp nén từ phần mềm cũ.',
                en: 'Names in UTF-8 are always recognised; this is for archives of old programs.',
              },
              advanced: true,
            },
          )
          .default('cp437'),
        deliver: field
          .choice(
            [
              { value: 'message', title: { vi: 'Trong thông điệp', en: 'In the message' } },
              { value: 'folder', title: { vi: 'Vào thư mục của một kết nối', en: 'Into a folder of a connection' } },
            ],
            {
              title: { vi: 'Các tệp để ở', en: 'Files go' },
              help: {
                vi: 'Tệp lớn nên ghi vào thư mục: thông điệp chỉ mang tham chiếu.',
                en: 'Large files are better in a folder: the message carries references.',
              },
            },
          )
          .default('message'),
        as: field
          .choice(
            [
              { value: 'base64', title: { vi: 'Base64', en: 'Base64' } },
              { value: 'text', title: { vi: 'Văn bản UTF-8', en: 'Text in UTF-8' } },
            ],
            {
              title: { vi: 'Nội dung là', en: 'The content is' },
              help: {
                vi: 'Chọn văn bản khi mọi tệp bên trong là XML, JSON, CSV.',
                en: 'Choose text when every file inside is XML, JSON or CSV.',
              },
              ...TO_MESSAGE,
            },
          )
          .default('base64'),
        toConnection: fileConnection({ vi: 'Kết nối ghi vào', en: 'Connection to write to' }, TO_FOLDER).optional(),
        folder: field
          .value({
            title: { vi: 'Thư mục', en: 'Folder' },
            help: {
              vi: 'Thư mục ghi các tệp, ví dụ da-bung/ho-so-0001. Chưa có sẽ được tạo.',
              en: 'The folder for the files; it is made when it is missing.',
            },
            ...TO_FOLDER,
          })
          .optional(),
        ifExists: ifExistsField(TO_FOLDER),
        depth: field
          .integer({
            title: { vi: 'Mở tệp nén lồng nhau mấy cấp', en: 'Levels of inner archives' },
            help: {
              vi: '0: tệp nén bên trong giữ nguyên là tệp. Giới hạn dưới đây tính chung mọi cấp.',
              en: '0: an archive inside stays a file. The limits below hold for all levels together.',
            },
            min: 0,
            max: 3,
            advanced: true,
          })
          .default(0),
        maxFiles: field
          .integer({
            title: { vi: 'Số tệp nhiều nhất', en: 'Most files' },
            help: { vi: 'Nhiều hơn thì từ chối.', en: 'More are refused.' },
            min: 1,
            max: 10_000,
            advanced: true,
          })
          .default(1000),
        maxUnpacked: field
          .integer({
            title: { vi: 'Dung lượng sau giải nén (byte)', en: 'Unpacked size (bytes)' },
            help: { vi: 'Lớn hơn thì từ chối ngay khi đang bung.', en: 'More is refused while it is unpacked.' },
            min: 1,
            max: 200_000_000,
            advanced: true,
          })
          .default(50_000_000),
        to: resultTarget(TO_MESSAGE).optional(),
      })
      .refine((it) => it.deliver !== 'folder' || (it.toConnection !== undefined && it.folder !== undefined), {
        ...complaint('cần chọn kết nối và thư mục', 'the connection and the folder are needed'),
        path: ['folder'],
      }),
  ),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã giải nén', en: 'Unpacked' } }],
  output: 'described',
  sample: { files: [{ name: 'ho-so.xml', size: 2048, base64: 'PEhvU28vPg==' }], count: 1 },
  effects: {
    by: 'source',
    when: { base64: { by: 'deliver', when: { message: 'none' }, otherwise: 'idempotent' } },
    otherwise: 'idempotent',
  },
  needs: ['files'],
})
