import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconPencil, IconPencilExclamation } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../../api/api-context.ts'
import { type Standing as Kind, standingOf } from './standing-of.ts'
import styles from './top-bar.module.css'

const icons = {
  latest: IconCircleCheck,
  edited: IconPencil,
  stale: IconAlertTriangle,
  'edited-stale': IconPencilExclamation,
} satisfies Record<Kind, typeof IconPencil>

/** How what is on the screen stands to what runs, by icon and word. */
export function Standing({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('canvas')
  const params = { id: flowId }
  const detail = useOperation('getFlow', { params }).data
  const versions = useOperation('listVersions', { params }).data?.versions
  const standing = detail && standingOf(detail, versions?.find((it) => it.active)?.version)
  if (!standing) return null
  const Icon = icons[standing]
  return (
    <Tooltip label={t(`standing.${standing}.help`)}>
      <span className={styles.standing} data-standing={standing}>
        <Icon size={16} aria-hidden />
        <span className={styles.standingWords}>{t(`standing.${standing}.word`)}</span>
      </span>
    </Tooltip>
  )
}
