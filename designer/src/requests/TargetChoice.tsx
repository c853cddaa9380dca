import { Select, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Credential } from '#shared/request/read-request.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import styles from './requests.module.css'
import { NEW_CONNECTION, type Target } from './use-target.ts'

/** Asks over which connection a request goes, and says what becomes of the credential. */
export function TargetChoice({
  target,
  baseUrl,
  credential,
}: {
  readonly target: Target
  readonly baseUrl: string | undefined
  readonly credential: Credential | undefined
}) {
  const { t } = useTranslation('requests')
  const makes = target.chosen === NEW_CONNECTION
  return (
    <Stack gap={8}>
      <Select
        label={t('target.label')}
        description={t('target.help')}
        searchable
        allowDeselect={false}
        data={target.offers.map(({ value, label, fits }) => ({
          value,
          label:
            value === NEW_CONNECTION
              ? t('target.make', { address: baseUrl ?? '' })
              : fits
                ? t('target.fits', { label })
                : label,
        }))}
        value={target.chosen ?? null}
        placeholder={t('target.placeholder')}
        onChange={(value) => target.choose(value ?? undefined)}
      />
      {makes ? (
        <TextInput
          label={t('target.title')}
          value={target.title}
          maxLength={200}
          onChange={(event) => target.setTitle(event.currentTarget.value)}
        />
      ) : null}
      {credential ? (
        <p className={styles.note}>
          {t(makes ? 'target.kept' : 'target.leftOut', { how: t(`target.auth.${credential.auth}`) })}
        </p>
      ) : null}
      {target.error ? <ErrorCard error={target.error} /> : null}
    </Stack>
  )
}
