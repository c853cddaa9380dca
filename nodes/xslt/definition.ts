import { z } from 'zod'
import { textOf } from '#shared/flow/lines.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { faultOfStylesheet } from './glance.ts'

/** Chuyển đổi bằng XSLT: an XSLT 1.0 stylesheet makes another document. Idempotent, not pure: how long it may take is part of what comes out. */
export const definition = defineNode({
  type: 'xslt',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Chuyển đổi bằng XSLT', en: 'Transform by XSLT' },
  summary: {
    vi: 'Dùng lại bản chuyển đổi XSLT 1.0 có sẵn từ hệ thống cũ để biến văn bản XML thành XML, HTML hoặc chữ.',
    en: 'Takes an XSLT 1.0 stylesheet from an older system to turn XML into XML, HTML or text.',
  },
  keywords: ['xslt', 'xsl', 'stylesheet', 'bản chuyển đổi', 'xml', 'html', 'esb', 'biztalk', 'transform'],
  settings: z
    .strictObject({
      stylesheet: field.code('xslt', {
        title: { vi: 'Bản chuyển đổi (XSLT 1.0)', en: 'Stylesheet (XSLT 1.0)' },
        help: {
          vi: 'Lấy từ tệp .xsl, .xslt hoặc dán vào. Mọi thứ trong một bản: xsl:import, xsl:include và document() ra ngoài bị từ chối. Ví dụ bắt đầu bằng <xsl:stylesheet version="1.0" …>.',
          en: 'From an .xsl or .xslt file, or pasted. All in one: xsl:import, xsl:include and document() of the outside are refused. Such as <xsl:stylesheet version="1.0" …>.',
        },
        placeholder: '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">',
        upload: { accept: '.xsl,.xslt,.xml', as: 'text', most: 190_000 },
      }),
      from: field
        .value({
          title: { vi: 'Văn bản XML', en: 'XML text' },
          help: {
            vi: 'Để trống: cả nội dung thông điệp. Hoặc chọn trường chứa XML, ví dụ DuLieu.',
            en: 'Blank: the whole body. Or the field that holds the XML, such as DuLieu.',
          },
        })
        .optional(),
      params: field
        .pairs({
          title: { vi: 'Tham số', en: 'Parameters' },
          help: {
            vi: 'Giá trị cho các xsl:param ở đầu bản chuyển đổi. Chữ và số giữ nguyên như có, ví dụ maDonVi = 000.00.00.H22. Giá trị trống thì dùng giá trị mặc định của xsl:param.',
            en: 'Values of the xsl:param at the top of the stylesheet. Text and numbers stay as they are, such as maDonVi = 000.00.00.H22. Nothing leaves the default of xsl:param.',
          },
        })
        .max(50)
        .default([]),
      seconds: field
        .integer({
          title: { vi: 'Thời gian tối đa (giây)', en: 'Longest time (seconds)' },
          help: {
            vi: 'Quá thời gian thì dừng và báo lỗi. Ví dụ 10.',
            en: 'After that it is stopped with an error. Such as 10.',
          },
          min: 1,
          max: 60,
          advanced: true,
        })
        .default(10),
      maxMb: field
        .integer({
          title: { vi: 'Văn bản vào lớn nhất (MB)', en: 'Largest document (MB)' },
          help: { vi: 'Văn bản lớn hơn là lỗi. Ví dụ 10.', en: 'A larger document is an error. Such as 10.' },
          min: 1,
          max: 20,
          advanced: true,
        })
        .default(10),
      mostMb: field
        .integer({
          title: { vi: 'Kết quả lớn nhất (MB)', en: 'Largest result (MB)' },
          help: { vi: 'Kết quả lớn hơn là lỗi. Ví dụ 10.', en: 'A larger result is an error. Such as 10.' },
          min: 1,
          max: 20,
          advanced: true,
        })
        .default(10),
    })
    .superRefine(({ stylesheet, params }, context) => {
      const text = textOf(stylesheet)
      const wrong = typeof text === 'string' ? faultOfStylesheet(text) : undefined
      if (wrong) context.addIssue({ code: 'custom', path: ['stylesheet'], ...complaint(wrong.vi, wrong.en) })
      for (const [i, { name }] of params.entries()) {
        if (/^[\p{L}_][\p{L}\p{N}._-]*$/u.test(name)) continue
        const words = complaint('tên này không làm tên xsl:param được', 'this name cannot name an xsl:param')
        context.addIssue({ code: 'custom', path: ['params', i, 'name'], ...words })
      }
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Đã chuyển đổi', en: 'Transformed' } }],
  output: 'described',
  infers: 'text',
  takes: { from: 'from', type: 'string' },
  effects: 'idempotent',
})
