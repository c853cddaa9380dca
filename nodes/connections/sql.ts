import { z } from 'zod'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { requiredWhen } from './required-when.ts'
import { authorityField, serverOf } from './server-fields.ts'

/** Usual ports, by driver. */
const PORTS = { postgres: 5432, mysql: 3306, sqlserver: 1433 } as const

const serverOnly = { showIf: { setting: 'driver', is: ['postgres', 'mysql', 'sqlserver'] } } as const
const SERVER_FIELDS = ['host', 'database', 'user']

/** The port of a database server: what was entered, else the usual one. */
export function sqlPort(driver: keyof typeof PORTS, port: number | undefined): number {
  return port ?? PORTS[driver]
}

/** A relational database: a SQLite file on this machine, or a server. */
export const sqlConnection = defineConnection({
  kind: 'sql',
  title: { vi: 'Cơ sở dữ liệu', en: 'Database' },
  summary: {
    vi: 'Cơ sở dữ liệu SQLite (tệp trên máy chủ này), PostgreSQL, MariaDB, MySQL hoặc SQL Server (thử nghiệm).',
    en: 'A SQLite file on this server, PostgreSQL, MariaDB, MySQL or SQL Server (experimental).',
  },
  values: z
    .strictObject({
      driver: field
        .choice(
          [
            { value: 'sqlite', title: { vi: 'SQLite (tệp)', en: 'SQLite (file)' } },
            { value: 'postgres', title: { vi: 'PostgreSQL', en: 'PostgreSQL' } },
            { value: 'mysql', title: { vi: 'MariaDB / MySQL', en: 'MariaDB / MySQL' } },
            {
              value: 'sqlserver',
              title: { vi: 'SQL Server (thử nghiệm)', en: 'SQL Server (experimental)' },
            },
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
      host: field.text({ title: { vi: 'Máy chủ', en: 'Host' }, ...serverOnly }).optional(),
      port: field
        .integer({
          title: { vi: 'Cổng', en: 'Port' },
          help: { vi: 'Để trống: cổng thường dùng.', en: 'Empty: the usual one.' },
          min: 1,
          max: 65535,
          ...serverOnly,
        })
        .optional(),
      database: field.text({ title: { vi: 'Tên cơ sở dữ liệu', en: 'Database name' }, ...serverOnly }).optional(),
      user: field.text({ title: { vi: 'Tài khoản', en: 'User' }, ...serverOnly }).optional(),
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
          { title: { vi: 'Mã hoá đường truyền (TLS)', en: 'Encryption (TLS)' }, ...serverOnly },
        )
        .default('off'),
      ca: authorityField({ showIf: { setting: 'ssl', is: ['verify'] } }),
      poolSize: field
        .integer({
          title: { vi: 'Số kết nối tối đa mỗi tiến trình', en: 'Connections a worker, at most' },
          min: 1,
          max: 50,
          advanced: true,
          ...serverOnly,
        })
        .default(5),
    })
    .superRefine(
      requiredWhen('driver', {
        sqlite: ['file'],
        postgres: SERVER_FIELDS,
        mysql: SERVER_FIELDS,
        sqlserver: SERVER_FIELDS,
      }),
    ),
  secrets: z.strictObject({
    password: field.text({ title: { vi: 'Mật khẩu', en: 'Password' }, ...serverOnly }).optional(),
  }),
  hosts: ({ driver, host, port }) => (driver !== 'sqlite' && host ? [serverOf(host, sqlPort(driver, port))] : []),
})
