import type { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { type FieldLook, field } from '#shared/node/fields.ts'
import { parseClient } from './identifier.ts'

/** When the fields of a call are shown, where a node also calls otherwise. */
type Shown = Pick<FieldLook, 'showIf'>

/** The subsystem that has the service that is called. */
export function providerField(look: Shown = {}) {
  return field
    .value({
      title: { vi: 'Hệ thống cung cấp', en: 'Provider' },
      help: {
        vi: 'Mã của hệ thống có dịch vụ, ví dụ VN/GOV/000.00.00.G22/dichvu. Có thể lấy từ một trường của thông điệp.',
        en: 'The subsystem that has the service, such as VN/GOV/000.00.00.G22/dichvu. May come from a field.',
      },
      ...look,
      placeholder: 'VN/GOV/000.00.00.G22/dichvu',
    })
    .refine(
      (given) => typeof given !== 'string' || parseClient(given) !== undefined,
      complaint('viết như VN/GOV/000.00.00.G22/dichvu', 'write it as VN/GOV/000.00.00.G22/dichvu'),
    )
}

/** Who asks, why, for whom and through which server: what a call over X-Road may say besides its service. */
export function callFields(look: Shown = {}) {
  return {
    userId: field
      .value({
        title: { vi: 'Cán bộ (X-Road-UserId)', en: 'Officer (X-Road-UserId)' },
        help: {
          vi: 'Người mà lời gọi này làm thay, để bên cung cấp ghi nhật ký; nên có mã nước ở đầu, ví dụ VN-canbo01.',
          en: 'On whose behalf, for the log of the provider; best with the country in front, such as VN-canbo01.',
        },
        ...look,
      })
      .optional(),
    issue: field
      .value({
        title: { vi: 'Hồ sơ (X-Road-Issue)', en: 'Dossier (X-Road-Issue)' },
        help: {
          vi: 'Mã hồ sơ làm phát sinh lời gọi, ví dụ trường MaHoSo.',
          en: 'The dossier that is the cause of the call, such as the field MaHoSo.',
        },
        ...look,
      })
      .optional(),
    representedParty: field
      .value({
        title: { vi: 'Gọi thay cho (X-Road-Represented-Party)', en: 'For another party (X-Road-Represented-Party)' },
        help: {
          vi: 'Chỉ khi gọi thay cho tổ chức khác: lớp/mã tổ chức, ví dụ COM/0100109106.',
          en: 'Only when we ask for another organisation: class/code, such as COM/0100109106.',
        },
        ...look,
        advanced: true,
      })
      .optional(),
    securityServer: field
      .text({
        title: { vi: 'Máy chủ bảo mật đích', en: 'Security server of the provider' },
        help: {
          vi: 'Chỉ khi bên cung cấp có nhiều máy chủ và phải gọi đúng một máy, ví dụ VN/GOV/000.00.00.G22/ss1.',
          en: 'Only when the provider has several and one must be named, such as VN/GOV/000.00.00.G22/ss1.',
        },
        ...look,
        advanced: true,
      })
      .refine(
        (text) => parseClient(text)?.subsystem !== undefined,
        complaint('viết như VN/GOV/000.00.00.G22/ss1', 'write it as VN/GOV/000.00.00.G22/ss1'),
      )
      .optional(),
  }
}

/** The choice that a trigger takes calls over X-Road only. */
export const OVER_XROAD = { value: 'xroad', title: { vi: 'Qua X-Road', en: 'Over X-Road' } } as const

/** Whose calls a trigger takes over X-Road; shown when that was chosen. */
export function entranceFields() {
  return {
    xroad: field
      .connection(['xroad'], {
        title: { vi: 'Máy chủ bảo mật X-Road', en: 'X-Road security server' },
        help: {
          vi: 'Chỉ yêu cầu tới từ máy chủ bảo mật của kết nối này được nhận, ví dụ x-road.',
          en: 'Only requests that come from the security server of this connection are taken, such as x-road.',
        },
        showIf: { setting: 'access', is: ['xroad'] },
      })
      .optional(),
    xroadClients: field
      .list(
        {
          client: field
            .text({
              title: { vi: 'Mã hệ thống gọi', en: 'Calling subsystem' },
              help: {
                vi: 'Ví dụ VN/GOV/000.00.00.G22/dichvu; ba phần đầu thôi là mọi hệ thống của thành viên đó.',
                en: 'Such as VN/GOV/000.00.00.G22/dichvu; with three parts, every subsystem of that member.',
              },
              placeholder: 'VN/GOV/000.00.00.G22/dichvu',
            })
            .refine(
              (text) => parseClient(text) !== undefined,
              complaint('viết như VN/GOV/000.00.00.G22/dichvu', 'write it as VN/GOV/000.00.00.G22/dichvu'),
            ),
        },
        {
          title: { vi: 'Ai được gọi qua X-Road', en: 'Who may call over X-Road' },
          help: {
            vi: 'Hệ thống ngoài danh sách nhận lỗi 403, dù máy chủ bảo mật đã cho qua. Ví dụ VN/GOV/000.00.00.G22/dichvu.',
            en: 'Others get 403 although the security server let them through. Such as VN/GOV/000.00.00.G22/dichvu.',
          },
          add: { vi: 'Thêm hệ thống', en: 'Add a subsystem' },
          max: 200,
          showIf: { setting: 'access', is: ['xroad'] },
        },
      )
      .default([]),
    xroadUser: field
      .boolean({
        title: { vi: 'Bắt buộc có X-Road-UserId', en: 'X-Road-UserId must be there' },
        help: {
          vi: 'Bật khi trả dữ liệu cá nhân: lời gọi phải cho biết người hỏi.',
          en: 'On when personal data is given out: the call must say who asks.',
        },
        showIf: { setting: 'access', is: ['xroad'] },
      })
      .default(false),
  }
}

/** A check for `superRefine`: over X-Road it is said through which server and who may call. */
export function xroadChosen(
  settings: { readonly access: string; readonly xroad?: unknown; readonly xroadClients: readonly unknown[] },
  context: z.RefinementCtx,
): void {
  if (settings.access !== 'xroad') return
  if (settings.xroad === undefined) {
    const message = complaint(
      'chọn kết nối X-Road mà yêu cầu phải đi qua',
      'choose the X-Road connection that requests must come by',
    )
    context.addIssue({ code: 'custom', path: ['xroad'], ...message })
  }
  if (settings.xroadClients.length > 0) return
  const message = complaint('thêm ít nhất một hệ thống được gọi', 'add at least one subsystem that may call')
  context.addIssue({ code: 'custom', path: ['xroadClients'], ...message })
}
