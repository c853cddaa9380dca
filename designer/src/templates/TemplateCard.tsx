import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Template } from '#shared/api/templates.ts'
import { useText } from '../i18n/use-text.ts'
import { FlowPicture } from './FlowPicture.tsx'
import { Needs } from './Needs.tsx'
import styles from './templates.module.css'

/** One template: picture, what it links, when to use it, what it needs. */
export function TemplateCard({ template, onUse }: { readonly template: Template; readonly onUse: () => void }) {
  const { t } = useTranslation('templates')
  const text = useText()
  const title = text(template.title)
  return (
    <li className={styles.card} data-template={template.id}>
      <FlowPicture picture={template.picture} />
      <h2>{title}</h2>
      <ul className={styles.systems} aria-label={t('systems')}>
        {template.systems.map((system) => (
          <li key={system.vi}>{text(system)}</li>
        ))}
      </ul>
      <p>{text(template.use)}</p>
      <details>
        <summary>{t('needs', { count: template.connections.length + template.tables.length })}</summary>
        <Needs template={template} />
      </details>
      <div className={styles.foot}>
        <span className={styles.dim}>{t('cases', { count: template.cases })}</span>
        <Button data-tour="use-template" aria-label={t('useNamed', { title })} onClick={onUse}>
          {t('use')}
        </Button>
      </div>
    </li>
  )
}
