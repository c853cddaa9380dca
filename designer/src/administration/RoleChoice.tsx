import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Role, roles } from '#shared/api/roles.ts'

/** A role with what it may do. */
export function RoleChoice({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const { t } = useTranslation(['administration', 'app'])
  return (
    <Select
      label={t('role')}
      description={t(`roleRights.${value}`)}
      data={roles.map((role) => ({ value: role, label: t(`app:roles.${role}`) }))}
      value={value}
      allowDeselect={false}
      onChange={(next) => onChange(roles.find((role) => role === next) ?? value)}
    />
  )
}
