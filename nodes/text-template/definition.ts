import { z } from 'zod'
import { targetPath } from '#nodes/writing/target-path.ts'
import { checkExpression } from '#shared/expression/check.ts'
import { textOf } from '#shared/flow/lines.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { type Piece, parseTemplate, TemplateFault } from './parse-template.ts'

/** Soạn văn bản theo mẫu: a letter, an e-mail or a notice from a template with places for formulas. */
export const definition = defineNode({
  type: 'text-template',
  version: 1,
  kind: 'transform',
  family: 'fields',
  title: { vi: 'Soạn văn bản theo mẫu', en: 'Text template' },
  summary: {
    vi: 'Soạn thư, thông báo, tin nhắn từ một mẫu có chỗ {{công thức}} và danh sách; dạng chữ hoặc HTML.',
    en: 'Writes letters, notices and messages from a template with {{formulas}} and lists; as text or HTML.',
  },
  keywords: ['mẫu', 'thư', 'email', 'thông báo', 'soạn', 'tin nhắn', 'html', 'template', 'mail merge', 'text'],
  settings: z
    .strictObject({
      format: field
        .choice(
          [
            { value: 'text', title: { vi: 'Chữ thường', en: 'Plain text' } },
            { value: 'html', title: { vi: 'HTML (thư điện tử có định dạng)', en: 'HTML (formatted e-mail)' } },
          ],
          {
            title: { vi: 'Dạng văn bản', en: 'Kind of text' },
            help: {
              vi: 'HTML: dữ liệu được viết sao cho không thể thành thẻ HTML hay đoạn mã.',
              en: 'HTML: data is written so that it can never become a tag or a script.',
            },
          },
        )
        .default('text'),
      template: field.longText({
        title: { vi: 'Mẫu', en: 'Template' },
        help: {
          vi: '{{ChuHoSo.HoTen}} điền một giá trị; {{#lặp GiayTo}}…{{/lặp}} lặp theo danh sách; {{#nếu điều kiện}}…{{không thì}}…{{/nếu}} chọn đoạn.',
          en: '{{ChuHoSo.HoTen}} puts a value; {{#each GiayTo}}…{{/each}} repeats for a list; {{#if condition}}…{{else}}…{{/if}} chooses.',
        },
        placeholder: 'Kính gửi {{ChuHoSo.HoTen}},\nHồ sơ {{MaHoSo}} đã được tiếp nhận.',
      }),
      to: targetPath({
        title: { vi: 'Ghi vào trường', en: 'Write to' },
        help: {
          vi: 'Để trống: văn bản thay cho cả nội dung. Hoặc một đường dẫn, ví dụ Thu.NoiDung.',
          en: 'Blank: the text becomes the body. Or a path, such as Thu.NoiDung.',
        },
        placeholder: 'Thu.NoiDung',
      }).optional(),
      missing: field
        .choice(
          [
            { value: 'error', title: { vi: 'Báo lỗi', en: 'Stop with an error' } },
            { value: 'blank', title: { vi: 'Để trống', en: 'Leave blank' } },
            { value: 'mark', title: { vi: 'Ghi chữ thay thế', en: 'Write something else' } },
          ],
          {
            title: { vi: 'Khi một chỗ không có giá trị', en: 'When a place has no value' },
            help: {
              vi: 'Báo lỗi là an toàn nhất: thư thiếu họ tên không bao giờ được gửi đi.',
              en: 'An error is safest: a letter without a name is never sent.',
            },
          },
        )
        .default('error'),
      mark: field
        .text({
          title: { vi: 'Chữ thay thế', en: 'What is written instead' },
          help: { vi: 'Ví dụ (không có).', en: 'Such as (none).' },
          placeholder: '(không có)',
          showIf: { setting: 'missing', is: ['mark'] },
        })
        .default('(không có)'),
    })
    .superRefine(({ template }, context) => {
      const wrong = faultOf(template)
      if (wrong) context.addIssue({ code: 'custom', path: ['template'], ...complaint(wrong.vi, wrong.en) })
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã soạn', en: 'Written' } }],
  output: 'described',
  infers: 'written-text',
  effects: 'none',
})

function faultOf(template: unknown): { readonly vi: string; readonly en: string } | undefined {
  const text = textOf(template)
  if (typeof text !== 'string' || text.trim() === '') return { vi: 'mẫu còn trống', en: 'the template is blank' }
  try {
    return faultIn(parseTemplate(text))
  } catch (thrown) {
    if (!(thrown instanceof TemplateFault)) throw thrown
    return { vi: `dòng ${thrown.line}: ${thrown.text.vi}`, en: `line ${thrown.line}: ${thrown.text.en}` }
  }
}

function faultIn(pieces: readonly Piece[]): { readonly vi: string; readonly en: string } | undefined {
  for (const piece of pieces) {
    if (piece.kind === 'text') continue
    const wrong = checkExpression(piece.formula)
    const formula = piece.formula.slice(0, 60)
    if (wrong)
      return {
        vi: `dòng ${piece.line}, công thức "${formula}": ${wrong.message.vi}`,
        en: `line ${piece.line}, formula "${formula}": ${wrong.message.en}`,
      }
    const inner = piece.kind === 'value' ? undefined : faultIn([...piece.pieces, ...piece.otherwise])
    if (inner) return inner
  }
  return undefined
}
