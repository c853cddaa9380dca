import type { Text } from '#shared/text/text.ts'

const advice: readonly (readonly [RegExp, Text])[] = [
  [
    /^EGRESS$/,
    {
      vi: 'Không được phép gọi tới địa chỉ này: sửa địa chỉ của kết nối',
      en: 'This address may not be called: correct the address of the connection',
    },
  ],
  [
    /^ENOTFOUND$|^ENODATA$/,
    {
      vi: 'Không có máy nào tên như vậy: kiểm tra chính tả địa chỉ, hoặc hỏi quản trị mạng về máy chủ DNS',
      en: 'No machine has this name: check the spelling, or ask the network administrator about DNS',
    },
  ],
  [
    /^EAI_/,
    { vi: 'Máy chủ DNS không trả lời: báo quản trị mạng', en: 'DNS does not answer: tell the network administrator' },
  ],
  [
    /^ECONNREFUSED$/,
    {
      vi: 'Máy từ chối kết nối: dịch vụ chưa chạy hoặc sai cổng',
      en: 'The machine refuses: the service is not running or the port is wrong',
    },
  ],
  [
    /TIMEDOUT$/,
    {
      vi: 'Không có trả lời: tường lửa có thể đang chặn, đề nghị mở cổng này từ máy chủ Liên Thông',
      en: 'No answer: a firewall may be in the way; ask to open this port for the Liên Thông server',
    },
  ],
  [
    /^E(?:HOST|NET)UNREACH$/,
    {
      vi: 'Không có đường mạng tới máy này: báo quản trị mạng',
      en: 'There is no route to this machine: tell the network administrator',
    },
  ],
  [
    /EXPIRED/,
    {
      vi: 'Chứng thư đã hết hạn: đề nghị đối tác gia hạn',
      en: 'The certificate has expired: ask the partner to renew it',
    },
  ],
  [
    /NOT_YET_VALID/,
    {
      vi: 'Chứng thư chưa có hiệu lực: kiểm tra đồng hồ của máy chủ',
      en: 'The certificate is not valid yet: check the clock of this server',
    },
  ],
  [
    /ALTNAME/,
    {
      vi: 'Chứng thư cấp cho tên khác: dùng đúng tên máy ghi trong chứng thư',
      en: 'The certificate is for another name: use the name in the certificate',
    },
  ],
  [
    /SELF_SIGNED|UNABLE_TO|UNTRUSTED|ISSUER/,
    {
      vi: 'Không tin được nơi cấp chứng thư: xin đối tác chứng thư gốc rồi dán vào kết nối (Nâng cao) hoặc cài vào máy chủ Liên Thông',
      en: 'The issuer is not trusted: get the root certificate from the partner and put it into the connection (Advanced) or install it on the Liên Thông server',
    },
  ],
  [
    /SSL|TLS|EPROTO/,
    {
      vi: 'Cổng này không nói TLS, hoặc dùng phiên bản quá cũ: kiểm tra http hay https',
      en: 'The port speaks no TLS or a version that is too old: check http or https',
    },
  ],
]

/** What went wrong on the way to a partner and what to do about it, by the code of the fault; undefined for one that is not known. */
export function adviceOf(code: string): Text | undefined {
  return advice.find(([pattern]) => pattern.test(code))?.[1]
}
