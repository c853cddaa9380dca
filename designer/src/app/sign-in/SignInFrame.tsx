import { Group, Text } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageChoice } from '../LanguageChoice.tsx'
import { ProductMark } from '../ProductMark.tsx'
import styles from './sign-in.module.css'

/** The page around sign-in forms. */
export function SignInFrame({ title, lead, children }: { title?: string; lead?: string; children: ReactNode }) {
  const { t } = useTranslation(['app', 'common'])
  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('common:product')}`
  }, [t])
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Group justify="space-between" mb={16}>
          <ProductMark />
          <LanguageChoice />
        </Group>
        <h1>{title ?? t('signIn.title')}</h1>
        {lead ? (
          <Text c="dimmed" mb={16}>
            {lead}
          </Text>
        ) : null}
        {children}
      </div>
    </main>
  )
}
