import { z } from 'zod'
import { requestLimits } from '#nodes/http-request/request-fields.ts'
import { mappingGiven, operationField, wsdlField } from '#nodes/soap/fields.ts'
import { callFields, providerField } from '#nodes/xroad/fields.ts'
import { isPart } from '#nodes/xroad/identifier.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { attachFields, attachGiven } from './attach-fields.ts'

/** What is shown only for a call over X-Road. */
const OVER_XROAD = { showIf: { setting: 'via', is: ['xroad'] } } as const

/** Gọi SOAP: one call of an operation that a WSDL describes; the content of its answer becomes the body. */
export const definition = defineNode({
  type: 'soap-call',
  version: 1,
  kind: 'connector',
  family: 'web',
  title: { vi: 'Gọi SOAP', en: 'SOAP call' },
  summary: {
    vi: 'Gọi một thao tác của dịch vụ web SOAP theo WSDL của đối tác; phần tử luôn đúng thứ tự, lỗi SOAP thành lỗi đọc được.',
    en: "Calls an operation of a SOAP service by the partner's WSDL; elements are always in order and faults become readable errors.",
  },
  keywords: ['soap', 'wsdl', 'web service', 'dịch vụ web', 'gọi', 'asmx', 'ws-security', 'mtom', 'x-road', 'dân cư'],
  settings: z
    .strictObject({
      via: field
        .choice(
          [
            { value: 'direct', title: { vi: 'Thẳng tới dịch vụ', en: 'Straight to the service' } },
            { value: 'xroad', title: { vi: 'Qua X-Road', en: 'Over X-Road' } },
          ],
          {
            title: { vi: 'Đường gọi', en: 'Way' },
            help: {
              vi: 'Qua X-Road: gọi máy chủ bảo mật của đơn vị, tiêu đề SOAP của X-Road do nút tự ghi, ví dụ client, service, id.',
              en: 'Over X-Road: our security server is called, and the node writes the SOAP headers of X-Road, such as client, service, id.',
            },
          },
        )
        .default('direct'),
      connection: field.connection(['http', 'xroad'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: {
          vi: 'Kết nối HTTP có địa chỉ của dịch vụ, ví dụ https://co-quan.gov.vn/DichVu.asmx, và cách đăng nhập (kể cả WS-Security). Qua X-Road: kết nối X-Road, ví dụ x-road.',
          en: 'An HTTP connection with the address of the service, such as https://partner/Service.asmx, and its sign-in (also WS-Security). Over X-Road: an X-Road connection, such as x-road.',
        },
      }),
      provider: providerField(OVER_XROAD).optional(),
      serviceVersion: field
        .text({
          title: { vi: 'Phiên bản dịch vụ X-Road', en: 'Version of the X-Road service' },
          help: {
            vi: 'Chỉ khi bên cung cấp đã đăng ký dịch vụ kèm phiên bản, ví dụ v1. Mã dịch vụ là tên phần tử yêu cầu của thao tác.',
            en: 'Only when the provider registered the service with one, such as v1. The service code is the name of the request element.',
          },
          placeholder: 'v1',
          advanced: true,
          ...OVER_XROAD,
        })
        .refine(isPart, complaint('không chứa / : ; % và \\', 'must not hold / : ; % or \\'))
        .optional(),
      ...callFields(OVER_XROAD),
      wsdl: wsdlField(),
      operation: operationField({
        vi: 'Thao tác của dịch vụ sẽ được gọi, chọn trong danh sách lấy từ WSDL, ví dụ TraCuuThongTinCongDan.',
        en: 'The operation to call, from the list that the WSDL gives, such as TraCuuThongTinCongDan.',
      }),
      content: field
        .choice(
          [
            { value: 'message', title: { vi: 'Nội dung thông điệp', en: 'The body of the message' } },
            { value: 'mapping', title: { vi: 'Ánh xạ trường', en: 'A mapping' } },
          ],
          {
            title: { vi: 'Dữ liệu gửi', en: 'Data sent' },
            help: {
              vi: 'Các trường của phần tử trong soap:Body, tên không có tiền tố; thứ tự trường không quan trọng.',
              en: 'The fields of the element in soap:Body, names without prefix; their order does not matter.',
            },
          },
        )
        .default('message'),
      mapping: field
        .mapping({
          title: { vi: 'Ánh xạ', en: 'Mapping' },
          target: 'soap-request',
          help: {
            vi: 'Mỗi dòng là một trường của yêu cầu, ví dụ SoDinhDanh lấy từ CongDan.CCCD. Bấm "Theo WSDL" để có sẵn các dòng.',
            en: 'Each row is a field of the request, such as SoDinhDanh from CongDan.CCCD. "By the WSDL" fills in the rows.',
          },
          showIf: { setting: 'content', is: ['mapping'] },
        })
        .optional(),
      soapHeaders: field
        .mapping({
          title: { vi: 'Tiêu đề SOAP', en: 'SOAP headers' },
          help: {
            vi: 'Mỗi dòng là một phần tử trong soap:Header, ví dụ AuthHash. Phần tử không có trong WSDL cần thêm @xmlns.',
            en: 'Each row is an element in soap:Header, such as AuthHash. One that the WSDL lacks needs an @xmlns.',
          },
          advanced: true,
        })
        .optional(),
      repeatSafe: field
        .boolean({
          title: { vi: 'Gọi lại không gây hại', en: 'Safe to call again' },
          help: {
            vi: 'Bật cho thao tác chỉ tra cứu. Khi tắt: nếu không rõ đối tác đã làm hay chưa, hệ thống không tự gọi lại mà hỏi người phụ trách.',
            en: 'On for operations that only look up. When off and it is unknown whether the partner did it, a person is asked.',
          },
        })
        .default(false),
      serverFaults: field
        .choice(
          [
            { value: 'retry', title: { vi: 'Là lỗi tạm thời: gọi lại', en: 'Passing: call again' } },
            { value: 'stop', title: { vi: 'Dừng, không gọi lại', en: 'Stop, do not call again' } },
          ],
          {
            title: {
              vi: 'Khi đối tác báo lỗi máy chủ (Server, Receiver)',
              en: 'When the partner answers a server fault',
            },
            help: {
              vi: 'Một số dịch vụ .NET báo Server cả khi dữ liệu sai; với chúng hãy chọn dừng.',
              en: 'Some .NET services say Server for wrong data too; choose to stop for those.',
            },
            advanced: true,
          },
        )
        .default('retry'),
      version: field
        .choice(
          [
            { value: 'auto', title: { vi: 'Theo WSDL', en: 'As in the WSDL' } },
            { value: '1.1', title: { vi: 'SOAP 1.1', en: 'SOAP 1.1' } },
            { value: '1.2', title: { vi: 'SOAP 1.2', en: 'SOAP 1.2' } },
          ],
          {
            title: { vi: 'Phiên bản SOAP', en: 'SOAP version' },
            help: {
              vi: 'Theo WSDL: phiên bản đầu tiên mà WSDL có cho thao tác này.',
              en: 'As in the WSDL: the first that it offers for the operation.',
            },
            advanced: true,
          },
        )
        .default('auto'),
      path: field
        .text({
          title: { vi: 'Đường dẫn thêm', en: 'Path to add' },
          help: {
            vi: 'Nối sau địa chỉ của kết nối khi một kết nối dùng cho nhiều dịch vụ.',
            en: 'Joined to the address of the connection when it serves several services.',
          },
          placeholder: '/services/TraCuu',
          advanced: true,
        })
        .regex(/^\/[A-Za-z0-9._~/-]{0,300}$/)
        .optional(),
      timestamp: field
        .boolean({
          title: { vi: 'Kèm thời điểm (wsu:Timestamp)', en: 'With a time stamp (wsu:Timestamp)' },
          help: {
            vi: 'Thêm giờ gửi và hạn 5 phút vào WS-Security, khi đối tác yêu cầu.',
            en: 'Adds the time of sending and a limit of 5 minutes to WS-Security, when the partner asks for it.',
          },
          advanced: true,
        })
        .default(false),
      signing: field
        .connection(['signing'], {
          title: { vi: 'Ký bằng chứng thư (X.509)', en: 'Sign with a certificate (X.509)' },
          help: {
            vi: 'Để trống: không ký. Chọn kết nối ký số, ví dụ ky-so-don-vi, để ký phần thân và thời điểm theo WS-Security.',
            en: 'Empty: not signed. A signing connection signs body and time stamp by WS-Security.',
          },
          advanced: true,
        })
        .optional(),
      ...attachFields(),
      answer: field
        .choice(
          [
            { value: 'body', title: { vi: 'Nội dung trong soap:Body', en: 'What stands in soap:Body' } },
            { value: 'envelope', title: { vi: 'Cả tiêu đề và tệp đính kèm', en: 'Headers and attachments too' } },
          ],
          {
            title: { vi: 'Nhận từ câu trả lời', en: 'Taken from the answer' },
            help: {
              vi: 'Tệp MTOM luôn nằm sẵn trong trường của nó (base64). Chọn cả phong bì khi cần tiêu đề SOAP hoặc tệp MIME rời.',
              en: 'MTOM files are always in their field (base64). Take the envelope for SOAP headers or loose MIME files.',
            },
            advanced: true,
          },
        )
        .default('body'),
      checkRequest: field
        .boolean({
          title: { vi: 'Kiểm tra yêu cầu theo WSDL trước khi gửi', en: 'Check the request by the WSDL before sending' },
          help: {
            vi: 'Bật: dữ liệu sai kiểu, thiếu phần tử bị dừng tại đây với chỗ sai, không gửi đi.',
            en: 'On: wrong types and missing elements stop here with their place, and nothing is sent.',
          },
          advanced: true,
        })
        .default(true),
      checkAnswer: field
        .boolean({
          title: { vi: 'Kiểm tra câu trả lời theo WSDL', en: 'Check the answer by the WSDL' },
          help: {
            vi: 'Tắt vì nhiều dịch vụ trả lời không đúng hẳn WSDL của chính họ.',
            en: 'Off, because many services do not answer quite as their own WSDL says.',
          },
          advanced: true,
        })
        .default(false),
      ...requestLimits,
    })
    .superRefine(mappingGiven)
    .superRefine(attachGiven)
    .superRefine(({ via, provider, version }, context) => {
      if (via !== 'xroad') return
      if (provider === undefined)
        context.addIssue({ code: 'custom', path: ['provider'], ...complaint('chưa nhập', 'is missing') })
      if (version === '1.2') {
        const message = complaint('X-Road chỉ dùng SOAP 1.1', 'X-Road takes SOAP 1.1 only')
        context.addIssue({ code: 'custom', path: ['version'], ...message })
      }
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Trả lời', en: 'Answer' } }],
  output: 'described',
  infers: 'soap-answer',
  effects: { by: 'repeatSafe', when: { true: 'idempotent' }, otherwise: 'once' },
  needs: ['http', 'secrets'],
})
