import { z } from 'zod'
import { mappingGiven, operationField, wsdlField } from '#nodes/soap/fields.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Trả lời SOAP: answers the caller of a SOAP service of ours with the output of an operation. */
export const definition = defineNode({
  type: 'soap-reply',
  version: 1,
  kind: 'control',
  title: { vi: 'Trả lời SOAP', en: 'SOAP reply' },
  summary: {
    vi: 'Trả kết quả của một thao tác cho bên gọi dịch vụ SOAP, đúng thứ tự và kiểu của WSDL, rồi cho thông điệp đi tiếp.',
    en: 'Gives the result of an operation to the caller of a SOAP service, in the order and types of the WSDL, then lets the message go on.',
  },
  keywords: ['soap', 'wsdl', 'trả lời', 'phản hồi', 'kết quả', 'lỗi', 'fault', 'reply', 'response'],
  settings: z
    .strictObject({
      wsdl: wsdlField(),
      operation: operationField({
        vi: 'Thao tác được trả lời, đúng thao tác mà bên gọi đã hỏi, ví dụ NopHoSo.',
        en: 'The operation that is answered, the one that the caller asked for, such as NopHoSo.',
      }),
      answers: field
        .choice(
          [
            { value: 'result', title: { vi: 'Kết quả', en: 'The result' } },
            { value: 'fault', title: { vi: 'Lỗi khai báo trong WSDL', en: 'A fault that the WSDL declares' } },
          ],
          {
            title: { vi: 'Trả lời bằng', en: 'Answer with' },
            help: {
              vi: 'Lỗi khai báo dành cho điều bên gọi phải biết mà xử lý, ví dụ không có hồ sơ; lần chạy vẫn là thành công.',
              en: 'A declared fault is for what the caller has to deal with, such as no such dossier; the run still succeeds.',
            },
          },
        )
        .default('result'),
      fault: field
        .text({
          title: { vi: 'Tên lỗi', en: 'Fault' },
          help: {
            vi: 'Tên của wsdl:fault trong thao tác, ví dụ LoiTraCuu.',
            en: 'The name of the wsdl:fault of the operation, such as LoiTraCuu.',
          },
          placeholder: 'LoiTraCuu',
          showIf: { setting: 'answers', is: ['fault'] },
        })
        .optional(),
      reason: field
        .value({
          title: { vi: 'Câu báo lỗi', en: 'Words of the fault' },
          help: {
            vi: 'Câu mà người ở phía bên gọi đọc được, ví dụ Không có hồ sơ này. Để trống: tên lỗi.',
            en: 'What a person on the other side reads, such as No such dossier. Blank: the name of the fault.',
          },
          showIf: { setting: 'answers', is: ['fault'] },
        })
        .optional(),
      side: field
        .choice(
          [
            { value: 'client', title: { vi: 'Bên gọi (Client, Sender)', en: 'The caller (Client, Sender)' } },
            { value: 'server', title: { vi: 'Bên ta (Server, Receiver)', en: 'Ours (Server, Receiver)' } },
          ],
          {
            title: { vi: 'Lỗi ở phía', en: 'Whose fault' },
            help: {
              vi: 'Client: bên gọi phải sửa yêu cầu. Server: gọi lại sau có thể được.',
              en: 'Client: the caller must change its request. Server: calling again later may do.',
            },
            showIf: { setting: 'answers', is: ['fault'] },
            advanced: true,
          },
        )
        .default('client'),
      content: field
        .choice(
          [
            { value: 'message', title: { vi: 'Nội dung thông điệp', en: 'The body of the message' } },
            { value: 'mapping', title: { vi: 'Ánh xạ trường', en: 'A mapping' } },
          ],
          {
            title: { vi: 'Nội dung trả lời', en: 'Content of the reply' },
            help: {
              vi: 'Các trường của phần tử kết quả trong WSDL, tên không có tiền tố; thứ tự trường không quan trọng.',
              en: 'The fields of the result in the WSDL, names without prefix; their order does not matter.',
            },
          },
        )
        .default('mapping'),
      mapping: field
        .mapping({
          title: { vi: 'Ánh xạ', en: 'Mapping' },
          target: 'soap-answer',
          help: {
            vi: 'Mỗi dòng là một trường của câu trả lời, ví dụ KetQua. Bấm "Theo WSDL" để có sẵn các dòng.',
            en: 'Each row is a field of the reply, such as KetQua. "By the WSDL" fills in the rows.',
          },
          showIf: { setting: 'content', is: ['mapping'] },
        })
        .optional(),
    })
    .superRefine(mappingGiven)
    .superRefine(({ answers, fault }, context) => {
      if (answers === 'fault' && fault === undefined)
        context.addIssue({ code: 'custom', path: ['fault'], ...complaint('chưa nhập', 'is missing') })
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Sau khi trả lời', en: 'After the reply' } }],
  output: 'same',
  effects: 'none',
})
