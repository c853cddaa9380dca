import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { chooseLanguage } from '../i18n/i18n.ts'
import { useLanguage } from '../i18n/use-text.ts'

/** Vietnamese or English. */
export function LanguageChoice({ fullWidth }: { fullWidth?: boolean }) {
  const { t } = useTranslation('app')
  const language = useLanguage()
  return (
    <SegmentedControl
      aria-label={t('language')}
      fullWidth={fullWidth ?? false}
      value={language}
      onChange={(next) => chooseLanguage(next === 'en' ? 'en' : 'vi')}
      data={[
        { value: 'vi', label: 'Tiếng Việt' },
        { value: 'en', label: 'English' },
      ]}
    />
  )
}
