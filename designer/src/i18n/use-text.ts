import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language, Text } from '#shared/text/text.ts'

/** The language on screen. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'vi'
}

/** A function that shows a bilingual text (from the catalogue, from errors) in the language on screen. */
export function useText(): (text: Text) => string {
  const language = useLanguage()
  return useCallback((text: Text) => text[language], [language])
}

const numbers = { vi: new Intl.NumberFormat('vi-VN'), en: new Intl.NumberFormat('en-GB') }

/** A function that writes a number as the language on screen does: `1.843` or `1,843`. */
export function useNumber(): (value: number) => string {
  const language = useLanguage()
  return useCallback((value: number) => numbers[language].format(value), [language])
}
