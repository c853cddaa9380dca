import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { requiredWhen } from './required-when.ts'

const postgresOnly = { showIf: { setting: 'driver', is: ['postgres'] } } as const

/** A relational database: a SQLite file on this machine or a PostgreSQL server. */
export const sqlConnection = defineConnection({
  kind: 'sql',
  title: { vi: 'Cơ sở dữ liệu', en: 'Database' },
  summary: {
    vi: 'Cơ sở dữ liệu SQLite (tệp trên máy chủ này) hoặc PostgreSQL.',
    en: 'A SQLite file on this server, or PostgreSQL.',
  },
  values: z
    .strictObject({
      driver: field
        .choice(
          [
            { value: 'sqlite', title: { vi: 'SQLite (tệp)', en: 'SQLite (file)' } },
            { value: 'postgres', title: { vi: 'PostgreSQL', en: 'PostgreSQL' } },
          ],
          { title: { vi: 'Loại cơ sở dữ liệu', en: 'Database type' } },
        )
        .default('postgres'),
      file: field
        .text({
          title: { vi: 'Tệp', en: 'File' },
          help: {
            vi: 'Đường dẫn tới tệp đã có trên máy chủ chạy Liên Thông.',
            en: 'Path of an existing file on the server that runs Liên Thông.',
          },
          showIf: { setting: 'driver', is: ['sqlite'] },
        })
        .optional(),
      host: field.text({ title: { vi: 'Máy chủ', en: 'Host' }, ...postgresOnly }).optional(),
      port: field.integer({ title: { vi: 'Cổng', en: 'Port' }, min: 1, max: 65535, ...postgresOnly }).default(5432),
      database: field.text({ title: { vi: 'Tên cơ sở dữ liệu', en: 'Database name' }, ...postgresOnly }).optional(),
      user: field.text({ title: { vi: 'Tài khoản', en: 'User' }, ...postgresOnly }).optional(),
      ssl: field
        .choice(
          [
            { value: 'off', title: { vi: 'Không mã hoá', en: 'Off' } },
            {
              value: 'require',
              title: { vi: 'Mã hoá, không kiểm tra chứng thư', en: 'Encrypted, certificate unchecked' },
            },
            { value: 'verify', title: { vi: 'Mã hoá và kiểm tra chứng thư', en: 'Encrypted, certificate checked' } },
          ],
          { title: { vi: 'Mã hoá đường truyền (TLS)', en: 'Encryption (TLS)' }, ...postgresOnly },
        )
        .default('off'),
      poolSize: field
        .integer({
          title: { vi: 'Số kết nối tối đa mỗi tiến trình', en: 'Connections a worker, at most' },
          min: 1,
          max: 50,
          advanced: true,
          ...postgresOnly,
        })
        .default(5),
    })
    .superRefine(requiredWhen('driver', { sqlite: ['file'], postgres: ['host', 'database', 'user'] })),
  secrets: z.strictObject({
    password: field.text({ title: { vi: 'Mật khẩu', en: 'Password' }, ...postgresOnly }).optional(),
  }),
  hosts: ({ driver, host, port }) =>
    driver === 'postgres' && host ? [`${host.includes(':') ? `[${host}]` : host}:${port}`] : [],
})
