import { IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BundlePreview } from '#shared/api/bundles.ts'
import { useHolds } from '../api/api-context.ts'
import { keyText } from './bundle-file.ts'
import styles from './bundles.module.css'

/** Who signed a bundle, and a clear warning where nobody did or nobody knows the key. */
export function SignatureCard({ signature }: { readonly signature: BundlePreview['signature'] }) {
  const { t } = useTranslation('bundles')
  const isAdmin = useHolds('admin')
  const good = signature.is === 'own' || signature.is === 'trusted'
  const Icon = good ? IconShieldCheck : IconShieldX
  return (
    <div className={styles.signature} data-good={good || undefined} role={good ? 'status' : 'alert'}>
      <Icon size={20} aria-hidden />
      <div>
        {t(`signature.${signature.is}`, { title: signature.title ?? '' })}
        {signature.key === undefined ? null : (
          <>
            {' '}
            {t('signature.key')} <code>{keyText(signature.key)}</code>
          </>
        )}
        {good || isAdmin ? null : <p className={styles.lead}>{t('signature.askAdmin')}</p>}
      </div>
    </div>
  )
}
