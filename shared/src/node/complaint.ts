import type { Text } from '../text/text.ts'

/** What a check of our own says when it fails, for `refine` and `addIssue`; `settingProblems` shows it in the reader's language. */
export function complaint(
  vi: string,
  en: string,
): { readonly message: string; readonly params: { readonly text: Text } } {
  return { message: en, params: { text: { vi, en } } }
}
