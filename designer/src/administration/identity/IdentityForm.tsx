import { Alert, Button, Checkbox, Fieldset, Group, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IdentitySettings, IdentitySource } from '#shared/api/identity-source.ts'
import { useAction } from '../../api/api-context.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { notifyDone } from '../../ui/notify.ts'
import { identityPresets, oidcPreset, type PresetName } from './identity-presets.ts'
import { ProviderFields } from './ProviderFields.tsx'
import { RoleRules } from './RoleRules.tsx'
import { TechnicalFields } from './TechnicalFields.tsx'

/** The settings as a form; nothing changes before it is saved. */
export function IdentityForm({ source }: { readonly source: IdentitySource }) {
  const { t } = useTranslation(['identity', 'app'])
  const save = useAction('saveIdentitySource', ['getIdentitySource', 'signInWays'])
  const [settings, setSettings] = useState<IdentitySettings>(source.settings ?? oidcPreset)
  const [secret, setSecret] = useState('')
  const [preset, setPreset] = useState<PresetName>()
  const change = (part: Partial<IdentitySettings>) => setSettings({ ...settings, ...part })
  const rules = settings.roleRules.filter(({ claim, value }) => claim.trim() !== '' || value.trim() !== '')
  const ready = settings.title.trim() !== '' && settings.clientId.trim() !== '' && (source.secretSet || secret !== '')
  const fillFrom = (name: PresetName) => {
    const { enabled, clientId, roleRules, hosts } = settings
    setPreset(name)
    setSettings({ ...identityPresets[name], enabled, clientId, roleRules, hosts })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        const body = { ...settings, roleRules: rules, ...(secret === '' ? {} : { clientSecret: secret }) }
        save.mutate(
          { body },
          {
            onSuccess: () => {
              setSecret('')
              notifyDone(t('form.saved'))
            },
          },
        )
      }}
    >
      <Stack gap={16}>
        <Select
          label={t('preset.label')}
          description={t('preset.help')}
          placeholder={t('preset.hint')}
          maw={420}
          value={preset ?? null}
          data={(['oidc', 'vnconnect'] as const).map((value) => ({ value, label: t(`preset.${value}`) }))}
          onChange={(name) => {
            if (name === 'oidc' || name === 'vnconnect') fillFrom(name)
          }}
        />
        {preset === 'vnconnect' ? (
          <Alert icon={<IconInfoCircle size={18} aria-hidden />}>{t('preset.vnconnectNote')}</Alert>
        ) : null}
        <Fieldset legend={t('groups.page')}>
          <Stack gap={12}>
            <Checkbox
              label={t('form.enabled')}
              checked={settings.enabled}
              onChange={(event) => change({ enabled: event.currentTarget.checked })}
            />
            <TextInput
              label={t('form.title')}
              maw={420}
              maxLength={60}
              value={settings.title}
              onChange={(event) => change({ title: event.currentTarget.value })}
            />
          </Stack>
        </Fieldset>
        <ProviderFields settings={settings} onChange={change} onReplace={setSettings} />
        <Fieldset legend={t('groups.client')}>
          <Group gap={12} align="flex-start" grow>
            <TextInput
              label={t('form.clientId')}
              maxLength={300}
              spellCheck={false}
              value={settings.clientId}
              onChange={(event) => change({ clientId: event.currentTarget.value })}
            />
            <PasswordInput
              label={t('form.secret')}
              placeholder={source.secretSet ? t('form.secretKept') : ''}
              autoComplete="new-password"
              maxLength={1000}
              visibilityToggleButtonProps={{ 'aria-label': t('app:signIn.showPassword') }}
              value={secret}
              onChange={(event) => setSecret(event.currentTarget.value)}
            />
          </Group>
        </Fieldset>
        <Fieldset legend={t('groups.person')}>
          <Stack gap={12}>
            <Group gap={12} align="flex-start" grow>
              <TextInput
                label={t('form.person')}
                description={t('form.personHelp')}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                maxLength={100}
                spellCheck={false}
                value={settings.personClaim}
                onChange={(event) => change({ personClaim: event.currentTarget.value })}
              />
              <TextInput
                label={t('form.name')}
                maxLength={100}
                spellCheck={false}
                value={settings.nameClaim}
                onChange={(event) => change({ nameClaim: event.currentTarget.value })}
              />
            </Group>
            <RoleRules rules={settings.roleRules} onChange={(roleRules) => change({ roleRules })} />
          </Stack>
        </Fieldset>
        <TechnicalFields settings={settings} onChange={change} />
        {save.error ? <ErrorCard error={save.error} /> : null}
        <Group>
          <Button type="submit" disabled={!ready} loading={save.isPending}>
            {t('form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
