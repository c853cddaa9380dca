import { useTranslation } from 'react-i18next'
import type { BundlePreview } from '#shared/api/bundles.ts'
import { ChangeList } from '../compare/ChangeList.tsx'
import { useText } from '../i18n/use-text.ts'
import styles from './bundles.module.css'

/** A flow of a bundle: new, changed in words, or equal to what runs here; and what stands in its way. */
export function BundledFlow({ flow }: { readonly flow: BundlePreview['flows'][number] }) {
  const { t } = useTranslation('bundles')
  const text = useText()
  const { problems, changes } = flow
  return (
    <article className={styles.flow}>
      <p className={styles.flowTitle}>
        <strong>{flow.title}</strong> <span className={styles.state}>{t(`states.${flow.state}`)}</span>
        {flow.cases > 0 ? <span className={styles.dim}>{t('cases', { count: flow.cases })}</span> : null}
      </p>
      {changes.length > 0 ? (
        <details open={changes.length <= 8 || undefined}>
          <summary>{t('changes', { count: changes.length })}</summary>
          <ChangeList changes={changes} />
        </details>
      ) : null}
      {problems.length > 0 ? (
        <details>
          <summary>{t('problems', { count: problems.length })}</summary>
          <ul className={styles.list}>
            {problems.slice(0, 50).map((it) => (
              <li key={`${it.code}|${it.node}|${it.path}|${it.message.en}`}>{text(it.message)}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </article>
  )
}
