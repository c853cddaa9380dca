import type { z } from 'zod'
import { fileConnection, filePath } from '#nodes/files/file-fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'
import { ANSWER_FORMS, ANSWER_LOOK, SEND_FORMS, SEND_LOOK } from './request-fields.ts'

const AS_FILE = { value: 'file', title: { vi: 'Tệp ở một kết nối', en: 'A file at a connection' } } as const
const SENDS_FILE = { showIf: { setting: 'send', is: ['file'] } } as const
const SAVES_FILE = { showIf: { setting: 'answer', is: ['file'] } } as const

/** Bodies that are files at a connection: they go through piece by piece and are never in the message. */
export const fileFields = {
  send: field.choice([...SEND_FORMS, AS_FILE], SEND_LOOK).default('auto'),
  bodyConnection: fileConnection(
    { vi: 'Kết nối của tệp gửi', en: 'Connection of the file sent' },
    SENDS_FILE,
  ).optional(),
  bodyPath: filePath({ vi: 'Tệp gửi', en: 'File sent' }, SENDS_FILE).default({ field: 'path' }),
  answer: field.choice([...ANSWER_FORMS, AS_FILE], ANSWER_LOOK).default('auto'),
  saveConnection: fileConnection(
    { vi: 'Ghi câu trả lời vào kết nối', en: 'Connection that takes the answer' },
    SAVES_FILE,
  ).optional(),
  savePath: filePath({ vi: 'Ghi câu trả lời vào tệp', en: 'File that takes the answer' }, SAVES_FILE).optional(),
  saveIfExists: field
    .choice(
      [
        { value: 'error', title: { vi: 'Báo lỗi, giữ tệp cũ', en: 'Error, the old file stays' } },
        { value: 'replace', title: { vi: 'Ghi đè', en: 'Replace' } },
      ],
      {
        title: { vi: 'Nếu đã có tệp cùng tên', en: 'When there is a file of that name' },
        help: {
          vi: 'Tệp cũ giống hệt câu trả lời thì coi như đã ghi xong. Câu trả lời mỗi lần một khác thì nên chọn Ghi đè.',
          en: 'An old file equal to the answer counts as written. Choose Replace where answers differ from one time to the next.',
        },
        ...SAVES_FILE,
      },
    )
    .default('error'),
  maxFileMb: field
    .integer({
      title: { vi: 'Tệp lớn nhất (MB)', en: 'Largest file (MB)' },
      help: {
        vi: 'Tệp gửi hoặc nhận lớn hơn là lỗi, để đĩa không bị đầy. Ví dụ 1000 là 1 GB; tệp lớn cần tăng cả Thời hạn.',
        en: 'A larger file, sent or taken, is an error, so that the disk does not fill up. 1000 is 1 GB; large files also need a longer time limit.',
      },
      min: 1,
      max: 100_000,
      advanced: true,
    })
    .default(1000),
} as const

type FileSettings = z.output<z.ZodObject<typeof fileFields>>

/** A check for `superRefine`: a file has its place, and an answer that is a file is neither read nor judged. */
export function filesComplete(
  settings: Pick<FileSettings, 'send' | 'answer' | 'bodyConnection' | 'saveConnection' | 'savePath'> & {
    readonly method: string
    readonly judge: boolean
    readonly paging: string
  },
  context: z.RefinementCtx,
): void {
  const wrong = (name: string, vi: string, en: string): void =>
    context.addIssue({ code: 'custom', path: [name], ...complaint(vi, en) })
  const sends = settings.send === 'file' && settings.method !== 'GET' && settings.method !== 'HEAD'
  if (sends && settings.bodyConnection === undefined)
    wrong('bodyConnection', 'cần chọn kết nối', 'a connection is needed')
  if (settings.answer !== 'file') return
  if (settings.saveConnection === undefined) wrong('saveConnection', 'cần chọn kết nối', 'a connection is needed')
  if (settings.savePath === undefined) wrong('savePath', 'cần nhập đường dẫn tệp', 'the path of the file is needed')
  if (settings.method === 'HEAD') wrong('answer', 'HEAD không có nội dung trả lời', 'HEAD has no answer to write')
  if (settings.judge)
    wrong('judge', 'không xét được nội dung đã ghi thành tệp', 'an answer that is a file is not judged')
  if (settings.paging !== 'off') wrong('paging', 'không dùng khi ghi thành tệp', 'not with an answer that is a file')
}
