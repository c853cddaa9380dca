/** NFC, no zero-width characters, every kind and run of white space one space, none at the ends. */
export function normaliseText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The text in unaccented letters; đ becomes d, other letters without marks stay. */
export function removeAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .normalize('NFC')
}

/** The form in which texts are compared: normalised, without accents, in small letters. */
export function foldText(text: string): string {
  return removeAccents(normaliseText(text)).toLowerCase()
}
