import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconPencil, IconPencilExclamation } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../../api/api-context.ts'
import { useOpenDocument } from '../../document/DocumentProvider.tsx'
import { MergeVersion } from './MergeVersion.tsx'
import { type Standing as Kind, standingOf } from './standing-of.ts'
import styles from './top-bar.module.css'

const icons = {
  latest: IconCircleCheck,
  edited: IconPencil,
  stale: IconAlertTriangle,
  'edited-stale': IconPencilExclamation,
} satisfies Record<Kind, typeof IconPencil>

/** How what is on the screen stands to what runs, by icon and word; a draft of an older version may take the new one in. */
export function Standing({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('canvas')
  const params = { id: flowId }
  const detail = useOperation('getFlow', { params }).data
  const versions = useOperation('listVersions', { params }).data?.versions
  const { autosave } = useOpenDocument()
  const active = versions?.find((it) => it.active)?.version
  const standing = detail && standingOf(detail, active)
  if (!standing) return null
  const Icon = icons[standing]
  return (
    <>
      <Tooltip label={t(`standing.${standing}.help`)}>
        <span className={styles.standing} data-standing={standing}>
          <Icon size={16} aria-hidden />
          <span className={styles.standingWords}>{t(`standing.${standing}.word`)}</span>
        </span>
      </Tooltip>
      {standing === 'edited-stale' && autosave && active !== undefined ? (
        <MergeVersion flowId={flowId} base={detail.base} active={active} autosave={autosave} />
      ) : null}
    </>
  )
}
