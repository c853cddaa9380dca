import { ActionIcon, Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RoleRule } from '#shared/api/identity-source.ts'
import { roles } from '#shared/api/roles.ts'
import styles from '../administration.module.css'

const MOST = 50

/** Which claim gives which role, a line each. */
export function RoleRules({
  rules,
  onChange,
}: {
  readonly rules: readonly RoleRule[]
  readonly onChange: (rules: RoleRule[]) => void
}) {
  const { t } = useTranslation(['identity', 'app'])
  const set = (at: number, part: Partial<RoleRule>) =>
    onChange(rules.map((rule, i) => (i === at ? { ...rule, ...part } : rule)))
  return (
    <Stack gap={8} role="group" aria-label={t('rules.title')}>
      <h3 className={styles.heading} style={{ margin: 0 }}>
        {t('rules.title')}
      </h3>
      <p className={styles.lead}>{t('rules.lead')}</p>
      {rules.map((rule, at) => (
        // Lines have no name of their own; they are changed in place and told apart by where they stand.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Group key={at} gap={8} align="flex-end" wrap="nowrap">
          <TextInput
            style={{ flex: 1 }}
            label={t('rules.claim')}
            maxLength={100}
            spellCheck={false}
            value={rule.claim}
            onChange={(event) => set(at, { claim: event.currentTarget.value })}
          />
          <TextInput
            style={{ flex: 1 }}
            label={t('rules.value')}
            maxLength={300}
            spellCheck={false}
            value={rule.value}
            onChange={(event) => set(at, { value: event.currentTarget.value })}
          />
          <Select
            w={160}
            label={t('rules.role')}
            allowDeselect={false}
            data={roles.map((role) => ({ value: role, label: t(`app:roles.${role}`) }))}
            value={rule.role}
            onChange={(next) => set(at, { role: roles.find((role) => role === next) ?? rule.role })}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            size={36}
            aria-label={t('rules.drop', { number: at + 1 })}
            onClick={() => onChange(rules.filter((_, i) => i !== at))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={rules.length >= MOST}
          onClick={() => onChange([...rules, { claim: rules.at(-1)?.claim ?? '', value: '', role: 'viewer' }])}
        >
          {t('rules.add')}
        </Button>
      </div>
    </Stack>
  )
}
