/** A string that a user sees, in both languages; Vietnamese is the source language (design D11). */
export interface Text {
  readonly vi: string
  readonly en: string
}

/** The languages that every string exists in. */
export type Language = keyof Text

/** A parameter of a text: the same in both languages, or a word in each. */
export type TextParam = string | number | Text

/** Puts `{name}` parameters into both languages of a text; unknown names stay as they are. */
export function fillText(text: Text, params: Readonly<Record<string, TextParam>> = {}): Text {
  const fill = (language: Language): string =>
    text[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const param = Object.hasOwn(params, name) ? params[name] : undefined
      if (param === undefined) return whole
      return String(typeof param === 'object' ? param[language] : param)
    })
  return { vi: fill('vi'), en: fill('en') }
}
