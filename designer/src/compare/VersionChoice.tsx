import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api/api-context.ts'
import { dateTimeText } from '../ui/time-text.ts'
import { versionLabel } from '../ui/version-label.ts'
import type { Pair } from './CompareVersions.tsx'
import styles from './compare.module.css'

/** Which two versions are compared. */
export function VersionChoice({
  flowId,
  pair,
  onPair,
}: {
  readonly flowId: string
  readonly pair: Pair
  readonly onPair: (pair: Pair) => void
}) {
  const { t } = useTranslation('compare')
  const versions = useOperation('listVersions', { params: { id: flowId } }).data?.versions ?? []
  const hashOf = (which: string): string =>
    which === 'published'
      ? (versions.find((it) => it.active)?.version ?? which)
      : (versions.find((it) => String(it.number) === which)?.version ?? which)
  const options = [
    { value: 'draft', label: t('draft') },
    ...versions.map((it) => ({
      value: it.version,
      label: `${versionLabel(t(it.active ? 'versionActive' : 'version', { number: it.number }), it.name)} · ${dateTimeText(it.at).slice(0, 16)}${it.note ? ` · ${it.note.slice(0, 40)}` : ''}`,
    })),
  ]
  return (
    <div className={styles.pair}>
      <NativeSelect
        aria-label={t('from')}
        data={options}
        value={hashOf(pair.from)}
        onChange={(event) => onPair({ ...pair, from: event.currentTarget.value })}
      />
      <span aria-hidden>→</span>
      <NativeSelect
        aria-label={t('to')}
        data={options}
        value={hashOf(pair.to)}
        onChange={(event) => onPair({ ...pair, to: event.currentTarget.value })}
      />
    </div>
  )
}
