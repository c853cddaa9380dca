import { z } from 'zod'
import { timeoutField } from '#nodes/replies/timeout-field.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

const operations = [
  { value: 'sendEdoc', title: { vi: 'Gửi gói văn bản', en: 'Send a packet' } },
  { value: 'getEdoc', title: { vi: 'Lấy gói theo mã', en: 'Get a packet' } },
  { value: 'updateStatus', title: { vi: 'Báo đã xử lý gói nhận được', en: 'Report on a packet received' } },
  { value: 'getReceivedEdocList', title: { vi: 'Danh sách gói đến', en: 'Packets received' } },
  { value: 'getSentEdocList', title: { vi: 'Danh sách gói đã gửi', en: 'Packets sent' } },
  { value: 'countReceiveEdoc', title: { vi: 'Số gói văn bản đến', en: 'Count of documents' } },
  { value: 'countReceiveStatus', title: { vi: 'Số gói trạng thái đến', en: 'Count of status packets' } },
  { value: 'getAgenciesList', title: { vi: 'Danh sách cơ quan trên trục', en: 'Agencies' } },
  { value: 'getAgenciesListQD20', title: { vi: 'Danh sách cơ quan (mã theo QĐ 20)', en: 'Agencies (codes of QĐ 20)' } },
  { value: 'registerAgency', title: { vi: 'Đăng ký cơ quan', en: 'Register an agency' } },
  { value: 'deleteAgency', title: { vi: 'Gỡ cơ quan', en: 'Remove an agency' } },
] as const

const NEEDED: Readonly<Record<string, readonly ('docId' | 'from' | 'to')[]>> = {
  sendEdoc: ['from', 'to'],
  getEdoc: ['docId'],
  updateStatus: ['docId'],
}

/** Gọi trục liên thông văn bản: one call of the national document axis. */
export const definition = defineNode({
  type: 'vxp-call',
  version: 1,
  kind: 'connector',
  family: 'national',
  title: { vi: 'Gọi trục liên thông văn bản', en: 'Document axis (VXP)' },
  summary: {
    vi: 'Gửi gói edXML, lấy gói, báo trạng thái và tra cơ quan trên trục liên thông văn bản; tự ký từng lời gọi.',
    en: 'Sends edXML packets, gets them, reports on them and looks agencies up at the document axis; signs each call.',
  },
  keywords: ['vxp', 'trục liên thông', 'văn bản', 'edxml', 'công văn', 'gửi văn bản', 'document exchange'],
  settings: z
    .strictObject({
      connection: field.connection(['vxp'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: {
          vi: 'Kết nối tới trục liên thông văn bản, ví dụ truc-van-ban.',
          en: 'A connection to the document exchange, such as truc-van-ban.',
        },
      }),
      operation: field
        .choice(operations, {
          title: { vi: 'Việc cần làm', en: 'Operation' },
          help: {
            vi: 'Việc gọi tới trục; các ô bên dưới đổi theo việc này.',
            en: 'What is asked of the exchange; the fields below follow it.',
          },
        })
        .default('sendEdoc'),
      packet: field
        .value({
          title: { vi: 'Gói edXML', en: 'Packet' },
          help: {
            vi: 'Để trống: cả nội dung thông điệp. Ví dụ trường GoiTin.',
            en: 'Blank: the whole body. Such as the field GoiTin.',
          },
          showIf: { setting: 'operation', is: ['sendEdoc'] },
        })
        .optional(),
      messageType: field
        .choice(
          [
            { value: 'edoc', title: { vi: 'Văn bản', en: 'Document' } },
            { value: 'status', title: { vi: 'Trạng thái', en: 'Status' } },
          ],
          {
            title: { vi: 'Loại gói', en: 'Kind of packet' },
            help: {
              vi: 'Gói văn bản mang văn bản; gói trạng thái trả lời một gói đã nhận.',
              en: 'A document packet carries a document; a status packet answers one that was received.',
            },
            showIf: { setting: 'operation', is: ['sendEdoc', 'getReceivedEdocList', 'getSentEdocList'] },
          },
        )
        .default('edoc'),
      from: field
        .value({
          title: { vi: 'Cơ quan gửi', en: 'Sender' },
          help: { vi: 'Mã định danh cơ quan, ví dụ 000.00.00.H22.', en: 'Code of the agency, such as 000.00.00.H22.' },
          showIf: { setting: 'operation', is: ['sendEdoc'] },
        })
        .optional(),
      to: field
        .value({
          title: { vi: 'Cơ quan nhận', en: 'Receiver' },
          help: { vi: 'Mã định danh cơ quan, ví dụ 000.00.00.H22.', en: 'Code of the agency, such as 000.00.00.H22.' },
          showIf: { setting: 'operation', is: ['sendEdoc'] },
        })
        .optional(),
      docId: field
        .value({
          title: { vi: 'Mã gói (docId)', en: 'Packet (docId)' },
          help: {
            vi: 'Mã mà trục đặt cho gói, ví dụ trường docId.',
            en: 'The id that the exchange gave the packet, such as the field docId.',
          },
          showIf: { setting: 'operation', is: ['getEdoc', 'updateStatus'] },
        })
        .optional(),
      status: field
        .choice(
          [
            { value: 'done', title: { vi: 'Đã nhận xong', en: 'Done' } },
            { value: 'fail', title: { vi: 'Không nhận được', en: 'Failed' } },
            { value: 'processing', title: { vi: 'Đang xử lý', en: 'In progress' } },
          ],
          {
            title: { vi: 'Kết quả', en: 'Result' },
            help: { vi: 'Điều báo lại cho trục về gói đã lấy.', en: 'What the exchange is told about the packet.' },
            showIf: { setting: 'operation', is: ['updateStatus'] },
          },
        )
        .default('done'),
      parameters: field
        .pairs({
          title: { vi: 'Tham số thêm', en: 'More parameters' },
          help: {
            vi: 'Ví dụ fromDate, toDate, pageSize, pageIndex.',
            en: 'Such as fromDate, toDate, pageSize, pageIndex.',
          },
          advanced: true,
        })
        .default([]),
      timeout: timeoutField(60),
    })
    .superRefine((settings, context) => {
      const needed = Object.hasOwn(NEEDED, settings.operation) ? (NEEDED[settings.operation] ?? []) : []
      for (const name of needed)
        if (settings[name] === undefined)
          context.addIssue({ code: 'custom', path: [name], ...complaint('chưa nhập', 'is missing') })
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Kết quả', en: 'Result' } }],
  output: 'described',
  sample: { status: 'OK', ErrorCode: '0', ErrorDesc: 'Thanh cong', data: [] },
  effects: { by: 'operation', when: { sendEdoc: 'once' }, otherwise: 'idempotent' },
  needs: ['http', 'secrets'],
})
