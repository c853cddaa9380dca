import { field } from '#shared/node/fields.ts'

/** The setting that names the connection to the linked-service software. */
export const connectionField = field.connection(['national'], {
  title: { vi: 'Kết nối', en: 'Connection' },
  help: {
    vi: 'Kết nối tới phần mềm DVC liên thông hoặc phần mềm hộ tịch của Bộ Tư pháp, ví dụ dvc-lien-thong.',
    en: 'A connection to the linked-service software or to the civil status software, such as dvc-lien-thong.',
  },
})

/** The setting that says which kind of linked dossier is wanted. */
export function moduleField(showIf?: { readonly setting: string; readonly is: readonly string[] }) {
  return field
    .choice(
      [
        { value: 'all', title: { vi: 'Tất cả', en: 'All' } },
        { value: 'KS', title: { vi: 'Khai sinh (KS)', en: 'Birth (KS)' } },
        { value: 'KT', title: { vi: 'Khai tử (KT)', en: 'Death (KT)' } },
        { value: 'KH', title: { vi: 'Kết hôn (KH)', en: 'Marriage (KH)' } },
      ],
      {
        title: { vi: 'Loại hồ sơ', en: 'Kind of dossier' },
        help: { vi: 'Chỉ lấy hồ sơ thuộc loại này.', en: 'Only dossiers of this kind are taken.' },
        ...(showIf ? { showIf } : {}),
      },
    )
    .default('all')
}

/** The setting that bounds how many dossiers are taken at a time. */
export function limitField(showIf?: { readonly setting: string; readonly is: readonly string[] }) {
  return field
    .integer({
      title: { vi: 'Số hồ sơ mỗi lần', en: 'Dossiers at a time' },
      help: {
        vi: 'Mỗi lần lấy nhiều nhất chừng ấy hồ sơ, ví dụ 20.',
        en: 'So many dossiers are taken at most, such as 20.',
      },
      min: 1,
      max: 200,
      advanced: true,
      ...(showIf ? { showIf } : {}),
    })
    .default(20)
}
