import { useTranslation } from 'react-i18next'
import type { Template } from '#shared/api/templates.ts'
import styles from './templates.module.css'

/** Connections and code tables of a template: which are there already, and which are made with it. */
export function Needs({ template }: { readonly template: Pick<Template, 'connections' | 'tables'> }) {
  const { t } = useTranslation('templates')
  const kinds = ['connections', 'tables'] as const
  return (
    <ul className={styles.needs}>
      {kinds.flatMap((kind) =>
        template[kind].map(({ id, title, state }) => (
          <li key={`${kind} ${id}`}>
            {t(`kinds.${kind}`)}: {title} <span>({t(`states.${state}`)})</span>
          </li>
        )),
      )}
    </ul>
  )
}
