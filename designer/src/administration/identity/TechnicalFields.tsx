import { Checkbox, Fieldset, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type IdentitySettings, SIGNING_ALGORITHMS } from '#shared/api/identity-source.ts'

/** What only somebody who knows the provider's documents will change. */
export function TechnicalFields({
  settings,
  onChange,
}: {
  readonly settings: IdentitySettings
  readonly onChange: (part: Partial<IdentitySettings>) => void
}) {
  const { t } = useTranslation('identity')
  return (
    <Fieldset legend={t('groups.more')}>
      <Stack gap={12}>
        <SimpleGrid cols={2} spacing={12}>
          <TextInput
            label={t('form.scopes')}
            maxLength={500}
            spellCheck={false}
            value={settings.scopes}
            onChange={(event) => onChange({ scopes: event.currentTarget.value })}
          />
          <TextInput
            label={t('form.acr')}
            maxLength={200}
            spellCheck={false}
            value={settings.acrValues}
            onChange={(event) => onChange({ acrValues: event.currentTarget.value })}
          />
          <Select
            label={t('form.clientAuth')}
            allowDeselect={false}
            value={settings.clientAuth}
            data={(['basic', 'post'] as const).map((value) => ({ value, label: t(`form.${value}`) }))}
            onChange={(value) => onChange({ clientAuth: value === 'post' ? 'post' : 'basic' })}
          />
          <Select
            label={t('form.idToken')}
            allowDeselect={false}
            value={settings.idToken}
            data={[
              { value: 'required', label: t('form.idTokenRequired') },
              { value: 'optional', label: t('form.idTokenOptional') },
            ]}
            onChange={(value) => onChange({ idToken: value === 'optional' ? 'optional' : 'required' })}
          />
          <Select
            label={t('form.algorithm')}
            allowDeselect={false}
            value={settings.algorithm}
            data={[...SIGNING_ALGORITHMS]}
            onChange={(value) =>
              onChange({ algorithm: SIGNING_ALGORITHMS.find((it) => it === value) ?? settings.algorithm })
            }
          />
          <NumberInput
            label={t('form.tolerance')}
            min={0}
            max={300}
            allowDecimal={false}
            value={settings.clockTolerance}
            onChange={(value) => typeof value === 'number' && onChange({ clockTolerance: value })}
          />
        </SimpleGrid>
        <TextInput
          label={t('form.hosts')}
          description={t('form.hostsHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          spellCheck={false}
          defaultValue={settings.hosts.join(', ')}
          onChange={(event) => onChange({ hosts: hostsIn(event.currentTarget.value) })}
        />
        <Checkbox
          label={t('form.pkce')}
          checked={settings.pkce}
          onChange={(event) => onChange({ pkce: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('form.signOutThere')}
          checked={settings.signOutThere}
          onChange={(event) => onChange({ signOutThere: event.currentTarget.checked })}
        />
      </Stack>
    </Fieldset>
  )
}

const hostsIn = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .filter((it) => it !== '')
    .slice(0, 10)
