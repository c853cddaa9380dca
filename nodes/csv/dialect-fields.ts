import { field } from '#shared/node/fields.ts'

const DELIMITERS = [
  { value: 'comma', title: { vi: 'Phẩy ,', en: 'Comma ,' } },
  { value: 'semicolon', title: { vi: 'Chấm phẩy ;', en: 'Semicolon ;' } },
  { value: 'tab', title: { vi: 'Tab', en: 'Tab' } },
  { value: 'pipe', title: { vi: 'Gạch đứng |', en: 'Pipe |' } },
] as const

/** The signs of the delimiters by the names that settings use. */
export const DELIMITER_SIGNS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const

/** The delimiter of a file that is read. */
export const delimiterIn = () =>
  field
    .choice([{ value: 'auto', title: { vi: 'Tự nhận ra', en: 'Found by itself' } }, ...DELIMITERS], {
      title: { vi: 'Dấu phân cách', en: 'Separator' },
      help: {
        vi: 'Excel tiếng Việt thường dùng chấm phẩy. Tự nhận ra: xem các dòng đầu, và dòng sep= nếu có.',
        en: 'Vietnamese Excel mostly uses semicolons. Found by itself: from the first lines, and a line sep= if there is one.',
      },
    })
    .default('auto')

/** The delimiter of a file that is written. */
export const delimiterOut = () =>
  field
    .choice(DELIMITERS, {
      title: { vi: 'Dấu phân cách', en: 'Separator' },
      help: {
        vi: 'Excel cài theo vùng Việt Nam mở đúng cột khi dùng chấm phẩy.',
        en: 'Excel with Vietnamese regional settings opens columns right with semicolons.',
      },
    })
    .default('semicolon')

/** The sign around values that hold a separator. */
export const quoteIn = () =>
  field
    .choice(
      [
        { value: 'double', title: { vi: 'Ngoặc kép "', en: 'Double "' } },
        { value: 'single', title: { vi: "Nháy đơn '", en: "Single '" } },
        { value: 'none', title: { vi: 'Không có', en: 'None' } },
      ],
      {
        title: { vi: 'Dấu bao giá trị', en: 'Quotes' },
        help: {
          vi: 'Giá trị có dấu phân cách hay xuống dòng nằm trong dấu này.',
          en: 'Values that hold a separator or a line end stand in them.',
        },
        advanced: true,
      },
    )
    .default('double')
