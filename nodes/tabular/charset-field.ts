import { field } from '#shared/node/fields.ts'

const NAMED = [
  { value: 'utf-8', title: { vi: 'Unicode (UTF-8)', en: 'Unicode (UTF-8)' } },
  { value: 'utf-16le', title: { vi: 'Unicode (UTF-16)', en: 'Unicode (UTF-16)' } },
  { value: 'cp1258', title: { vi: 'Windows-1258', en: 'Windows-1258' } },
  { value: 'tcvn3', title: { vi: 'TCVN3 (ABC)', en: 'TCVN3 (ABC)' } },
  { value: 'vni', title: { vi: 'VNI-Windows', en: 'VNI-Windows' } },
  { value: 'viscii', title: { vi: 'VISCII', en: 'VISCII' } },
] as const

/** The character set of a file that is read. */
export const charsetIn = () =>
  field
    .choice([{ value: 'auto', title: { vi: 'Tự nhận ra', en: 'Found by itself' } }, ...NAMED], {
      title: { vi: 'Bảng mã', en: 'Character set' },
      help: {
        vi: 'Bảng mã của tệp; chữ đọc ra luôn là Unicode dựng sẵn. Không dùng khi lấy văn bản từ thông điệp.',
        en: 'The character set of the file; what is read is always composed Unicode. Not used for text in the message.',
      },
    })
    .default('auto')

/** The character set of a file that is written. */
export const charsetOut = () =>
  field
    .choice(NAMED, {
      title: { vi: 'Bảng mã', en: 'Character set' },
      help: {
        vi: 'Bên nhận dùng phần mềm cũ mới cần bảng mã khác UTF-8. Ký tự mà bảng mã không có thì báo lỗi, không bao giờ mất chữ.',
        en: 'Only old programs need another than UTF-8. A letter that the set does not have is an error, none is ever lost.',
      },
      advanced: true,
    })
    .default('utf-8')
