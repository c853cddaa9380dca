import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineConnection } from '#shared/node/connection.ts'
import { field } from '#shared/node/fields.ts'
import { addressField } from './address.ts'
import { rootField } from './root-field.ts'
import { authorityField, serverOf } from './server-fields.ts'

/** A bucket of an S3-compatible object store, such as MinIO or Ceph. */
export const s3Connection = defineConnection({
  kind: 's3',
  title: { vi: 'Kho đối tượng S3 (MinIO, Ceph…)', en: 'S3 object storage (MinIO, Ceph…)' },
  summary: {
    vi: 'Một bucket của kho lưu trữ đối tượng tương thích S3; các nút tệp dùng nó như một thư mục.',
    en: 'One bucket of S3-compatible object storage; the file nodes use it like a folder.',
  },
  values: z.strictObject({
    endpoint: addressField({
      title: { vi: 'Địa chỉ dịch vụ', en: 'Endpoint' },
      help: {
        vi: 'Không kèm tên bucket. Nên dùng https:// để dữ liệu được mã hoá trên đường truyền.',
        en: 'Without the bucket. Prefer https://, so that the data is encrypted on its way.',
      },
      placeholder: 'https://s3.tinh.gov.vn:9000',
    }).refine(
      (text) => !URL.canParse(text) || new URL(text).pathname === '/',
      complaint('chỉ gồm máy chủ và cổng, không kèm đường dẫn', 'must be host and port alone, without a path'),
    ),
    region: field
      .text({
        title: { vi: 'Vùng (region)', en: 'Region' },
        help: {
          vi: 'Hỏi đơn vị quản lý kho; MinIO và Ceph thường để us-east-1.',
          en: 'Ask the owner of the storage; MinIO and Ceph mostly use us-east-1.',
        },
      })
      .regex(/^[a-z0-9-]{1,64}$/, complaint('chỉ gồm chữ thường, số, gạch nối', 'must be lower case, digits, hyphens'))
      .default('us-east-1'),
    bucket: field
      .text({ title: { vi: 'Bucket', en: 'Bucket' }, placeholder: 'ho-so-dien-tu' })
      .regex(
        /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        complaint(
          'từ 3 đến 63 ký tự: chữ thường, số, dấu chấm, gạch nối',
          'must be 3 to 63 of lower case, digits, dots and hyphens',
        ),
      ),
    pathStyle: field
      .boolean({
        title: { vi: 'Tên bucket nằm trong đường dẫn', en: 'Bucket in the path' },
        help: {
          vi: 'Bật với MinIO, Ceph và hầu hết kho đặt tại chỗ. Tắt khi kho yêu cầu địa chỉ dạng bucket.máy-chủ.',
          en: 'On for MinIO, Ceph and most storage on the premises. Off when the storage wants bucket.host.',
        },
        advanced: true,
      })
      .default(true),
    root: rootField({
      vi: 'Phần đầu chung của tên đối tượng; đường dẫn trong các nút tính từ đây. Để trống: cả bucket.',
      en: 'What all names of objects begin with; paths in nodes count from here. Empty: the whole bucket.',
    }),
    authority: authorityField(),
  }),
  secrets: z.strictObject({
    accessKey: field.text({ title: { vi: 'Mã truy cập (access key)', en: 'Access key' } }).optional(),
    secretKey: field.text({ title: { vi: 'Khoá bí mật (secret key)', en: 'Secret key' } }).optional(),
  }),
  hosts: ({ endpoint, bucket, pathStyle }) => {
    const { host, port } = s3Server(endpoint)
    return [serverOf(pathStyle ? host : `${bucket}.${host}`, port)]
  },
})

/** Host (IPv6 without brackets) and port of an endpoint, and whether it is reached over TLS. */
export function s3Server(endpoint: string): { readonly host: string; readonly port: number; readonly tls: boolean } {
  const { hostname, port, protocol } = new URL(endpoint)
  const tls = protocol === 'https:'
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? (tls ? 443 : 80) : Number(port), tls }
}
