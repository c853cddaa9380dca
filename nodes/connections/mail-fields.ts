import { field } from '#shared/node/fields.ts'

/** How the line to a mail server is made safe. */
export type MailSecurity = 'tls' | 'starttls' | 'none'

/** A field for the encryption of the line to a mail server; `usual` are the ports that go with each way. */
export function securityField(usual: Readonly<Record<MailSecurity, number>>) {
  return field.choice(
    [
      { value: 'tls', title: { vi: `TLS (thường cổng ${usual.tls})`, en: `TLS (usually port ${usual.tls})` } },
      {
        value: 'starttls',
        title: { vi: `STARTTLS (thường cổng ${usual.starttls})`, en: `STARTTLS (usually port ${usual.starttls})` },
      },
      {
        value: 'none',
        title: { vi: `Không mã hoá (thường cổng ${usual.none})`, en: `Not encrypted (usually port ${usual.none})` },
      },
    ],
    {
      title: { vi: 'Mã hoá đường truyền (TLS)', en: 'Encryption (TLS)' },
      help: {
        vi: 'Không mã hoá thì mật khẩu và thư đi rõ trên mạng; chỉ dùng trong mạng riêng của máy chủ.',
        en: 'Without encryption password and letters can be read on the way; only for a network of the servers alone.',
      },
    },
  )
}

/** Shown only when the line is encrypted. */
export const encrypted = { showIf: { setting: 'security', is: ['tls', 'starttls'] } } as const
