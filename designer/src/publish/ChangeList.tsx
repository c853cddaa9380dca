import { IconMinus, IconPencil, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api/api-context.ts'
import { useText } from '../i18n/use-text.ts'
import { Loaded } from '../ui/Loaded.tsx'
import styles from './publish.module.css'

const icons = { added: IconPlus, removed: IconMinus, changed: IconPencil }

/** What differs between two versions (`draft` is the own draft), one sentence a difference. */
export function ChangeList({
  flowId,
  from,
  to,
  none,
}: {
  readonly flowId: string
  readonly from: string
  readonly to: string
  readonly none: string
}) {
  const { t } = useTranslation('publish')
  const text = useText()
  const diff = useOperation('diffFlow', { params: { id: flowId }, query: { from, to } })
  return (
    <Loaded query={diff}>
      {({ changes }) =>
        changes.length === 0 ? (
          <p className={styles.dim}>{none}</p>
        ) : (
          <ul className={styles.changes}>
            {changes.map((change, at) => {
              const Icon = icons[change.kind]
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a difference has no identity of its own; the list is replaced as a whole
                <li key={at} data-kind={change.kind}>
                  <Icon size={16} aria-label={t(`changes.${change.kind}`)} />
                  <span>{text(change.sentence)}</span>
                </li>
              )
            })}
          </ul>
        )
      }
    </Loaded>
  )
}
