import type { ErrorKind } from '../flow-error.ts'

/** The national document axis (VXP). */
export const vxpCodes = {
  'vxp.rejected': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Trục liên thông văn bản từ chối (mã {code}): {reason}',
      en: 'The document axis refused (code {code}): {reason}',
    },
    advice: {
      vi: 'Xem lý do, sửa gói hoặc cấu hình rồi chạy lại; nếu cần, liên hệ đơn vị vận hành trục.',
      en: 'See the reason, correct the packet or the settings and run again; if needed contact the operator of the axis.',
    },
  },
} satisfies Record<string, ErrorKind>
