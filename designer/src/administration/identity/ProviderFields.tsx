import { Fieldset, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { IdentitySettings } from '#shared/api/identity-source.ts'

const ADDRESSES = ['authorization', 'token', 'userinfo', 'keys', 'signOut'] as const
const NONE = { authorization: '', token: '', userinfo: '', keys: '', signOut: '' }

/** Where the provider is: its issuer, and each address when it does not publish them. */
export function ProviderFields({
  settings,
  onChange,
  onReplace,
}: {
  readonly settings: IdentitySettings
  readonly onChange: (part: Partial<IdentitySettings>) => void
  readonly onReplace: (settings: IdentitySettings) => void
}) {
  const { t } = useTranslation('identity')
  const { endpoints, ...rest } = settings
  return (
    <Fieldset legend={t('groups.provider')}>
      <Stack gap={12}>
        <SegmentedControl
          aria-label={t('form.by')}
          maw={420}
          value={endpoints ? 'hand' : 'discovery'}
          onChange={(by) => onReplace(by === 'hand' ? { ...rest, endpoints: endpoints ?? NONE } : rest)}
          data={[
            { value: 'discovery', label: t('form.byDiscovery') },
            { value: 'hand', label: t('form.byHand') },
          ]}
        />
        <TextInput
          label={t('form.issuer')}
          description={endpoints ? t('form.issuerByHand') : t('form.issuerHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          maxLength={1000}
          spellCheck={false}
          value={settings.issuer}
          onChange={(event) => onChange({ issuer: event.currentTarget.value })}
        />
        {endpoints
          ? ADDRESSES.map((name) => (
              <TextInput
                key={name}
                label={t(`form.${name}`)}
                maxLength={1000}
                spellCheck={false}
                value={endpoints[name]}
                onChange={(event) => onChange({ endpoints: { ...endpoints, [name]: event.currentTarget.value } })}
              />
            ))
          : null}
      </Stack>
    </Fieldset>
  )
}
