import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconCheck, IconCircleX, IconPlugConnected } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IdentitySource } from '#shared/api/identity-source.ts'
import { type OutsideCode, outsideCodes } from '#shared/errors/codes/outside.ts'
import { useAction, useOperation } from '../../api/api-context.ts'
import { useText } from '../../i18n/use-text.ts'
import { ConfirmDialog, type Question } from '../../ui/ConfirmDialog.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { notifyDone } from '../../ui/notify.ts'
import { Time } from '../../ui/Time.tsx'
import { Who } from '../../ui/Who.tsx'
import styles from '../administration.module.css'
import { IdentityForm } from './IdentityForm.tsx'
import { WaitingPeople } from './WaitingPeople.tsx'

/** The outside provider of identities: who waits for a role, what to register there, the settings. */
export function IdentityPanel() {
  const { t } = useTranslation('identity')
  const query = useOperation('getIdentitySource', {})
  return (
    <Stack gap={24} maw={880}>
      <p className={styles.lead}>{t('lead')}</p>
      <Loaded query={query}>
        {(source) => (
          <>
            <State source={source} />
            {source.settings ? <WaitingPeople /> : null}
            <Addresses source={source} />
            {/* Saved by somebody else meanwhile: the form begins anew with what is stored. */}
            <IdentityForm key={source.updatedAt ?? 'new'} source={source} />
          </>
        )}
      </Loaded>
    </Stack>
  )
}

/** Whether it is on, who changed it last, and how to try or remove it. */
function State({ source }: { readonly source: IdentitySource }) {
  const { t } = useTranslation('identity')
  const test = useAction('testIdentitySource')
  const remove = useAction('deleteIdentitySource', ['getIdentitySource'])
  const [question, setQuestion] = useState<Question>()
  const { settings, updatedAt, updatedBy } = source
  if (!settings) return <Text>{t('state.none')}</Text>
  return (
    <Stack gap={12}>
      <Group gap={12}>
        <Text fw={600}>{settings.enabled ? t('state.on') : t('state.off')}</Text>
        {updatedBy !== undefined && updatedAt !== undefined ? (
          <span className={styles.dim}>
            <Who by={updatedBy} /> · <Time at={updatedAt} />
          </span>
        ) : null}
      </Group>
      <Group gap={8}>
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          loading={test.isPending}
          onClick={() => test.mutate({})}
        >
          {t('test.run')}
        </Button>
        <Button
          variant="subtle"
          color="red"
          onClick={() =>
            setQuestion({
              title: t('remove.title'),
              body: t('remove.body'),
              action: t('remove.action'),
              danger: true,
              run: () => remove.mutateAsync({}).then(() => notifyDone(t('remove.done'))),
            })
          }
        >
          {t('remove.action')}
        </Button>
        <span className={styles.dim}>{t('test.lead')}</span>
      </Group>
      <div role="status">{test.data ? <TestOutcome outcome={test.data} /> : null}</div>
      {test.error ? <ErrorCard error={test.error} /> : null}
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </Stack>
  )
}

function TestOutcome({
  outcome: { ok, checks },
}: {
  readonly outcome: NonNullable<ReturnType<typeof useAction<'testIdentitySource'>>['data']>
}) {
  const { t } = useTranslation('identity')
  const text = useText()
  const wordsOf = (code: string | undefined): string =>
    code !== undefined && isKnown(code) ? ` ${text(outsideCodes[code].message)}.` : ''
  return (
    <Alert
      color={ok ? 'green' : 'red'}
      icon={ok ? <IconCheck size={18} aria-hidden /> : <IconCircleX size={18} aria-hidden />}
      title={ok ? t('test.good') : t('test.bad')}
    >
      <ul style={{ margin: 0, paddingLeft: 20 }}>
        {checks.map((check) => (
          <li key={check.name}>
            {t(`test.${check.name}`)}: {check.ok ? t('test.passed') : t('test.failed')}.{wordsOf(check.code)}
            {check.reason === undefined ? null : <code> {check.reason}</code>}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

const isKnown = (code: string): code is OutsideCode => Object.hasOwn(outsideCodes, code)

function Addresses({ source }: { readonly source: IdentitySource }) {
  const { t } = useTranslation(['identity', 'common'])
  return (
    <section aria-label={t('addresses.title')}>
      <h2 className={styles.heading}>{t('addresses.title')}</h2>
      <p className={styles.lead}>{t('addresses.lead')}</p>
      <dl className={styles.facts} style={{ marginTop: 8 }}>
        {(['redirect', 'signedOut'] as const).map((name) => {
          const address = name === 'redirect' ? source.redirectUri : source.signedOutUri
          return (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{t(`addresses.${name}`)}</dt>
              <dd>
                <code style={{ overflowWrap: 'anywhere' }}>{address}</code>{' '}
                <CopyButton text={address} label={`${t('common:actions.copy')}: ${t(`addresses.${name}`)}`} />
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
