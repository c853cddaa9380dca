import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api/api-context.ts'
import { versionLabel } from '../ui/version-label.ts'

/** Chooses a version of a flow; '' stands for what happens without a choice, in the words of `standard`. */
export function VersionChoice({
  flow,
  label,
  standard,
  value,
  onChange,
}: {
  flow: string
  label: string
  standard: string
  value: string
  onChange: (version: string) => void
}) {
  const { t } = useTranslation('runs')
  const versions = useOperation('listVersions', { params: { id: flow } })
  const others = (versions.data?.versions ?? []).slice(0, 20).map(({ version, number, name, active, note }) => ({
    value: version,
    label: [versionLabel(t('view.version', { number }), name), active ? t('retry.active') : '', note.slice(0, 60)]
      .filter((part) => part !== '')
      .join(' · '),
  }))
  return (
    <Select
      label={label}
      data={[{ value: '', label: standard }, ...others]}
      value={value}
      allowDeselect={false}
      onChange={(version) => onChange(version ?? '')}
    />
  )
}
