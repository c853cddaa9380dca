import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'

/** The key that a caller of our gateway must show. Nothing is called through it. */
export const apiKeyConnection = defineConnection({
  kind: 'api-key',
  title: { vi: 'Khoá cho bên gọi vào', en: 'Key for callers' },
  summary: {
    vi: 'Khoá mà hệ thống khác phải gửi khi gọi vào luồng của ta.',
    en: 'The key that another system must send when it calls a flow of ours.',
  },
  values: z.strictObject({
    owner: field
      .text({
        title: { vi: 'Cấp cho', en: 'Given to' },
        help: { vi: 'Tên hệ thống hoặc đơn vị giữ khoá này.', en: 'The system or unit that holds this key.' },
      })
      .optional(),
    username: field
      .text({
        title: { vi: 'Tên tài khoản (WS-Security)', en: 'User name (WS-Security)' },
        help: {
          vi: 'Chỉ khi bên gọi dịch vụ SOAP đăng nhập bằng UsernameToken; mật khẩu là khoá bên dưới. Ví dụ so-tu-phap.',
          en: 'Only for callers of a SOAP service that sign in with a UsernameToken; the key below is the password. Such as so-tu-phap.',
        },
        advanced: true,
      })
      .regex(/^[\p{L}\p{N}._@-]{1,100}$/u)
      .optional(),
  }),
  secrets: z.strictObject({
    key: field
      .text({
        title: { vi: 'Khoá', en: 'Key' },
        help: { vi: 'Ít nhất 16 ký tự, nên sinh ngẫu nhiên.', en: 'At least 16 characters, best random.' },
      })
      .min(16),
  }),
  hosts: () => [],
})
