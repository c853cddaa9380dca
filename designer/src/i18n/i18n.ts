import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '#shared/text/text.ts'
import { en, vi } from './resources.ts'

const STORE = 'lienthong.language'

/** The language that was chosen on this machine; Vietnamese unless told otherwise. */
export function storedLanguage(storage: Pick<Storage, 'getItem'>): Language {
  try {
    return storage.getItem(STORE) === 'en' ? 'en' : 'vi'
  } catch {
    return 'vi'
  }
}

/** Starts i18next with both languages in memory; nothing is fetched. */
export function startI18n(language: Language): i18n {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'vi',
    defaultNS: 'common',
    resources: { vi, en },
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  document.documentElement.lang = language
  return i18next
}

/** Changes the language at once and remembers it. */
export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(STORE, language)
  } catch {
    // A browser that refuses storage still gets the language for this visit.
  }
  document.documentElement.lang = language
  void i18next.changeLanguage(language)
}
