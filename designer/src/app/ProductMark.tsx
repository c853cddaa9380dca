import { useTranslation } from 'react-i18next'
import styles from './shell.module.css'

/** The sign and the name of the product. */
export function ProductMark({ short }: { short?: boolean }) {
  const { t } = useTranslation()
  return (
    <span className={styles.mark}>
      <img src="/icon.svg" width={28} height={28} alt={short ? t('product') : ''} />
      {short ? null : <span>{t('product')}</span>}
    </span>
  )
}
