import { z } from 'zod'
import { requiredWhen } from '#nodes/connections/required-when.ts'
import { fileConnection } from '#nodes/files/file-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

const person = {
  type: 'object',
  properties: { name: { type: 'string', title: 'Tên' }, address: { type: 'string', title: 'Địa chỉ' } },
} as const

/** Nhận thư điện tử: every new letter of a folder of a mailbox becomes a message, once. */
export const definition = defineNode({
  type: 'mail-watch',
  version: 1,
  kind: 'trigger',
  family: 'messaging',
  title: { vi: 'Nhận thư điện tử', en: 'Receive e-mail' },
  summary: {
    vi: 'Định kỳ xem hộp thư; mỗi thư mới vào luồng một lần, chỉ được đánh dấu hoặc chuyển đi sau khi đã lưu an toàn.',
    en: 'Looks into a mailbox; each new letter enters the flow once and is marked or moved only once it is safe.',
  },
  keywords: ['thư', 'email', 'e-mail', 'mail', 'imap', 'hộp thư', 'thư đến', 'inbox', 'nhận thư', 'công vụ'],
  settings: z
    .strictObject({
      connection: field.connection(['imap'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: { vi: 'Hộp thư đến (IMAP), ví dụ thu-mot-cua.', en: 'A mailbox (IMAP), such as thu-mot-cua.' },
      }),
      folder: field
        .text({
          title: { vi: 'Thư mục', en: 'Folder' },
          help: {
            vi: 'Thư mục của hộp thư; hộp thư đến là INBOX.',
            en: 'The folder of the mailbox; the inbox is INBOX.',
          },
          placeholder: 'INBOX',
        })
        .default('INBOX'),
      begin: field
        .choice(
          [
            { value: 'new', title: { vi: 'Bỏ qua, chỉ nhận thư đến sau', en: 'Skip them, take what comes after' } },
            { value: 'all', title: { vi: 'Nhận cả thư đang có', en: 'Take them too' } },
          ],
          {
            title: { vi: 'Thư có sẵn lúc bắt đầu', en: 'Letters that are there at the beginning' },
            help: {
              vi: 'Áp dụng cho lần xem đầu tiên sau khi ban hành luồng.',
              en: 'For the first look after the flow was published.',
            },
          },
        )
        .default('new'),
      after: field
        .choice(
          [
            {
              value: 'move',
              title: { vi: 'Chuyển thư sang thư mục đã nhận', en: 'Move it to the folder of taken letters' },
            },
            { value: 'flag', title: { vi: 'Đánh dấu đã đọc', en: 'Mark it as read' } },
            { value: 'keep', title: { vi: 'Để nguyên', en: 'Leave it' } },
          ],
          {
            title: { vi: 'Sau khi nhận', en: 'Once taken' },
            help: {
              vi: 'Chỉ làm sau khi thư đã được lưu vào luồng. Thư không bao giờ bị xoá.',
              en: 'Done only once the letter is stored in the flow. A letter is never deleted.',
            },
          },
        )
        .default('move'),
      takenFolder: field
        .text({
          title: { vi: 'Thư mục đã nhận', en: 'Folder of taken letters' },
          help: { vi: 'Ví dụ Da-nhan; được tạo khi cần.', en: 'Such as Da-nhan; made when needed.' },
          showIf: { setting: 'after', is: ['move'] },
        })
        .default('Da-nhan'),
      attachments: field
        .choice(
          [
            {
              value: 'message',
              title: { vi: 'Để trong thông điệp (Base64)', en: 'Keep them in the message (Base64)' },
            },
            {
              value: 'files',
              title: {
                vi: 'Ghi ra thư mục, thông điệp chỉ mang chỗ để',
                en: 'Write them to a folder; the message says where',
              },
            },
            { value: 'skip', title: { vi: 'Không lấy', en: 'Leave them out' } },
          ],
          {
            title: { vi: 'Tệp đính kèm', en: 'Attachments' },
            help: {
              vi: 'Tệp lớn nên ghi ra thư mục để thông điệp nhẹ; các nút tệp đọc được từ đó.',
              en: 'Write large files to a folder, so that messages stay small; the file nodes read them there.',
            },
          },
        )
        .default('message'),
      files: fileConnection({ vi: 'Nơi ghi tệp đính kèm', en: 'Where attachments are written' }).optional(),
      filesFolder: field
        .text({
          title: { vi: 'Thư mục ghi tệp', en: 'Folder of the files' },
          help: {
            vi: 'Ví dụ thu-den. Mỗi thư có một thư mục con riêng.',
            en: 'Such as thu-den. Each letter has a folder of its own in it.',
          },
          showIf: { setting: 'attachments', is: ['files'] },
        })
        .default('thu-den'),
      every: field
        .duration({
          title: { vi: 'Xem mỗi', en: 'Look every' },
          help: {
            vi: 'Khoảng cách giữa hai lần xem hộp thư, ví dụ 1 phút (PT1M).',
            en: 'The pause between two looks into the mailbox, such as 1 minute (PT1M).',
          },
        })
        .default('PT1M'),
      batch: field
        .integer({
          title: { vi: 'Số thư mỗi lần', en: 'Letters at a time' },
          help: {
            vi: 'Nhiều thư hơn thì lần xem sau nhận tiếp.',
            en: 'When there are more, the next look goes on with them.',
          },
          min: 1,
          max: 1000,
          advanced: true,
        })
        .default(100),
      maxBytes: field
        .integer({
          title: { vi: 'Thư dài nhất (byte)', en: 'Largest letter (bytes)' },
          help: {
            vi: 'Thư dài hơn thì chỉ đọc phần đầu thư, và lần chạy dừng ở hộp lỗi để người xem.',
            en: 'Of a larger one only the headers are read, and its run stops in the error inbox for a person to look at.',
          },
          min: 10_000,
          max: 50_000_000,
          advanced: true,
        })
        .default(25_000_000),
    })
    .superRefine(requiredWhen('attachments', { files: ['files'] })),
  input: false,
  out: [
    {
      name: 'out',
      title: { vi: 'Thư mới', en: 'New letter' },
      schema: {
        type: 'object',
        properties: {
          messageId: { type: 'string', title: 'Mã thư (Message-ID)' },
          subject: { type: 'string', title: 'Tiêu đề' },
          from: { ...person, title: 'Người gửi' },
          to: { type: 'array', items: person, title: 'Người nhận' },
          cc: { type: 'array', items: person, title: 'Đồng nhận' },
          replyTo: { type: 'array', items: person, title: 'Trả lời về' },
          date: { type: 'string', title: 'Ngày gửi' },
          inReplyTo: { type: 'string', title: 'Trả lời thư' },
          text: { type: 'string', title: 'Nội dung chữ' },
          html: { type: 'string', title: 'Nội dung HTML' },
          automatic: { type: 'boolean', title: 'Thư tự động' },
          garbled: { type: 'boolean', title: 'Có chữ không đọc được' },
          attachments: { type: 'array', title: 'Tệp đính kèm', items: { type: 'object' } },
          folder: { type: 'string', title: 'Thư mục' },
          uid: { type: 'integer', title: 'Số thư trong thư mục' },
          size: { type: 'integer', title: 'Cỡ thư (byte)' },
          received: { type: 'string', title: 'Lúc đến' },
        },
      },
    },
  ],
  output: 'described',
  sample: {
    messageId: '<20260105.1@tinh.gov.vn>',
    subject: 'Đề nghị bổ sung hồ sơ 000.00.00.H22-260105-0001',
    from: { name: 'Đỗ Thị Ngọc Ánh', address: 'anh@tinh.gov.vn' },
    to: [{ name: 'Một cửa', address: 'motcua@tinh.gov.vn' }],
    cc: [],
    replyTo: [],
    date: '2026-01-05T01:00:00.000Z',
    inReplyTo: '',
    text: 'Kính gửi bộ phận một cửa…',
    html: '',
    automatic: false,
    garbled: false,
    attachments: [{ name: 'Đơn đề nghị.pdf', contentType: 'application/pdf', size: 8, content: 'JVBERi0xLjQ=' }],
    folder: 'INBOX',
    uid: 17,
    size: 4096,
    received: '2026-01-05T01:00:05.000Z',
  },
  effects: 'none',
  needs: ['secrets'],
  readsAgain: true,
})
