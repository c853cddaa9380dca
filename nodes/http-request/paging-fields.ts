import type { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'
import { pathOfText } from '#shared/schema/plain-path.ts'
import type { Text } from '#shared/text/text.ts'

const shownFor = (...is: readonly string[]) => ({ showIf: { setting: 'paging', is } })
const paged = shownFor('page', 'offset', 'link', 'cursor', 'next')

const pathField = (title: Text, help: Text, placeholder: string, look: ReturnType<typeof shownFor>) =>
  field
    .text({ title, help, placeholder, ...look })
    .refine(
      (text) => pathOfText(text) !== undefined,
      complaint('viết như data.items, tên lạ đặt trong dấu `', 'write it as data.items, unusual names between `'),
    )

const nameField = (title: Text, example: string, look: ReturnType<typeof shownFor>) =>
  field.text({
    title,
    help: {
      vi: `Tên tham số sau dấu ?, ví dụ ${example}.`,
      en: `The name of the query parameter, such as ${example}.`,
    },
    ...look,
  })

/** How a list that a partner gives page by page is read to its end, and the bounds of that. */
export const pagingFields = {
  paging: field
    .choice(
      [
        { value: 'off', title: { vi: 'Không: một yêu cầu là đủ', en: 'No: one request is enough' } },
        { value: 'page', title: { vi: 'Theo số trang (page=1, 2, 3…)', en: 'By page number (page=1, 2, 3…)' } },
        { value: 'offset', title: { vi: 'Theo vị trí dòng (offset=0, 100…)', en: 'By offset (offset=0, 100…)' } },
        { value: 'link', title: { vi: 'Theo tiêu đề Link của trả lời', en: 'By the Link header (RFC 8288)' } },
        { value: 'cursor', title: { vi: 'Theo con trỏ trong trả lời', en: 'By a cursor in the answer' } },
        {
          value: 'next',
          title: { vi: 'Theo địa chỉ trang sau trong trả lời', en: 'By the next address in the answer' },
        },
      ],
      {
        title: { vi: 'Lấy nhiều trang', en: 'Paging' },
        help: {
          vi: 'Gọi lần lượt tới trang cuối; kết quả là rows (mọi dòng) và pages (số trang). Hỏng giữa chừng thì gọi lại từ đầu.',
          en: 'Calls page after page; the result is rows (all of them) and pages (how many). After a failure it begins anew.',
        },
        showIf: { setting: 'method', is: ['GET'] },
      },
    )
    .default('off'),
  rowsPath: pathField(
    { vi: 'Danh sách nằm ở', en: 'The list is at' },
    {
      vi: 'Trường chứa các dòng, ví dụ data.items. Để trống: cả câu trả lời là danh sách.',
      en: 'The field with the rows, such as data.items. Empty: the whole answer is the list.',
    },
    'data.items',
    paged,
  ).optional(),
  pageParameter: nameField({ vi: 'Tham số số trang', en: 'Page parameter' }, 'page', shownFor('page')).default('page'),
  firstPage: field
    .integer({
      title: { vi: 'Trang đầu mang số', en: 'Number of the first page' },
      help: { vi: 'Thường là 1; có hệ thống đếm từ 0.', en: 'Usually 1; some systems count from 0.' },
      min: 0,
      max: 1_000_000,
      ...shownFor('page'),
    })
    .default(1),
  offsetParameter: nameField({ vi: 'Tham số vị trí', en: 'Offset parameter' }, 'offset', shownFor('offset')).default(
    'offset',
  ),
  cursorParameter: nameField({ vi: 'Tham số con trỏ', en: 'Cursor parameter' }, 'cursor', shownFor('cursor')).default(
    'cursor',
  ),
  cursorPath: pathField(
    { vi: 'Con trỏ trang sau nằm ở', en: 'The next cursor is at' },
    {
      vi: 'Trường của câu trả lời, ví dụ meta.next. Rỗng hoặc không có: hết trang.',
      en: 'A field of the answer, such as meta.next. Empty or absent: that was the last page.',
    },
    'meta.next',
    shownFor('cursor'),
  ).optional(),
  nextPath: pathField(
    { vi: 'Địa chỉ trang sau nằm ở', en: 'The next address is at' },
    {
      vi: 'Trường của câu trả lời, ví dụ links.next hoặc `@odata.nextLink`. Rỗng hoặc không có: hết trang.',
      en: 'A field of the answer, such as links.next or `@odata.nextLink`. Empty or absent: that was the last page.',
    },
    'links.next',
    shownFor('next'),
  ).optional(),
  totalPath: pathField(
    { vi: 'Tổng số dòng nằm ở', en: 'The number of rows is at' },
    {
      vi: 'Nên điền nếu có, ví dụ data.total: đủ số dòng thì dừng, thiếu dòng thì báo lỗi.',
      en: 'Best given where there is one, such as data.total: it stops when all are there and complains when some are missing.',
    },
    'data.total',
    paged,
  ).optional(),
  maxPages: field
    .integer({
      title: { vi: 'Nhiều trang nhất', en: 'Most pages' },
      help: {
        vi: 'Vượt thì báo lỗi, không cắt bớt. Ví dụ 100.',
        en: 'More is an error; nothing is cut off. Such as 100.',
      },
      min: 1,
      max: 10_000,
      advanced: true,
      ...paged,
    })
    .default(100),
  maxRows: field
    .integer({
      title: { vi: 'Nhiều dòng nhất', en: 'Most rows' },
      help: { vi: 'Vượt thì báo lỗi. Ví dụ 10000.', en: 'More is an error. Such as 10000.' },
      min: 1,
      max: 1_000_000,
      advanced: true,
      ...paged,
    })
    .default(10_000),
  maxTotalBytes: field
    .integer({
      title: { vi: 'Mọi trang cộng lại lớn nhất (byte)', en: 'Largest sum of all pages (bytes)' },
      help: {
        vi: 'Vượt thì báo lỗi, để bộ nhớ không bị đầy. Ví dụ 20000000 là khoảng 20 MB.',
        en: 'More is an error, so that memory does not fill up. 20000000 is about 20 MB.',
      },
      min: 1,
      max: 100_000_000,
      advanced: true,
      ...paged,
    })
    .default(20_000_000),
} as const

/** The settings of paging after validation. */
export type PagingSettings = z.output<z.ZodObject<typeof pagingFields>>

/** A check for `superRefine`: pages are read by GET, and what leads to the next one must be named. */
export function pagingComplete(
  settings: Pick<PagingSettings, 'paging' | 'cursorPath' | 'nextPath'> & { readonly method: string },
  context: z.RefinementCtx,
): void {
  const { paging, method } = settings
  if (paging === 'off') return
  if (method !== 'GET') {
    const message = complaint('chỉ lấy nhiều trang bằng GET', 'pages are read by GET only')
    context.addIssue({ code: 'custom', path: ['paging'], ...message })
  }
  const needed = paging === 'cursor' ? 'cursorPath' : paging === 'next' ? 'nextPath' : undefined
  if (needed !== undefined && settings[needed] === undefined)
    context.addIssue({ code: 'custom', path: [needed], ...complaint('chưa nhập', 'is missing') })
}
