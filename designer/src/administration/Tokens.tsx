import { Button, Modal, NumberInput, Stack, Table, TextInput } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiToken } from '#shared/api/platform.ts'
import type { Role } from '#shared/api/roles.ts'
import { useAction, useOperation } from '../api/api-context.ts'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FormActions } from '../ui/FormActions.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { notifyDone } from '../ui/notify.ts'
import { Time } from '../ui/Time.tsx'
import { dateText } from '../ui/time-text.ts'
import { Who } from '../ui/Who.tsx'
import { ActionTable } from './ActionTable.tsx'
import styles from './administration.module.css'
import { RoleChoice } from './RoleChoice.tsx'
import { ShownOnce } from './ShownOnce.tsx'

/** API tokens for other programs: made, shown once, revoked. */
export function Tokens() {
  const { t } = useTranslation('administration')
  const query = useOperation('listTokens', {})
  const revoke = useAction('deleteToken', ['listTokens'])
  const [creating, setCreating] = useState(false)
  const [secret, setSecret] = useState<string>()
  const [question, setQuestion] = useState<Question>()
  const askRevoke = (token: ApiToken) =>
    setQuestion({
      title: t('tokens.revoke.title', { title: token.title }),
      body: t('tokens.revoke.body'),
      action: t('tokens.revoke.action'),
      danger: true,
      run: () => revoke.mutateAsync({ params: { id: token.id } }).then(() => notifyDone(t('tokens.revoke.done'))),
    })
  return (
    <>
      <div className={styles.bar}>
        <p>{t('tokens.lead')}</p>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
          {t('tokens.new')}
        </Button>
      </div>
      <Loaded query={query}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <EmptyState
              icon={<IconKey size={28} aria-hidden />}
              title={t('tokens.empty.title')}
              text={t('tokens.empty.text')}
            />
          ) : (
            <TokenTable tokens={tokens} onRevoke={askRevoke} />
          )
        }
      </Loaded>
      <Modal opened={creating} onClose={() => setCreating(false)} title={t('tokens.new')}>
        <NewToken
          onClose={() => setCreating(false)}
          onMade={(token) => {
            setCreating(false)
            setSecret(token)
          }}
        />
      </Modal>
      <ShownOnce
        title={t('once.token.title')}
        text={t('once.token.text')}
        value={secret}
        onClose={() => setSecret(undefined)}
      />
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </>
  )
}

function TokenTable({ tokens, onRevoke }: { tokens: readonly ApiToken[]; onRevoke: (token: ApiToken) => void }) {
  const { t } = useTranslation(['administration', 'app'])
  return (
    <ActionTable
      columns={[
        t('tokens.columns.title'),
        t('role'),
        t('tokens.columns.created'),
        t('tokens.columns.expires'),
        t('tokens.columns.lastUsed'),
      ]}
      highlightOnHover
    >
      {tokens.map((token) => (
        <Table.Tr key={token.id}>
          <Table.Td>
            <strong>{token.title}</strong>
          </Table.Td>
          <Table.Td>{t(`app:roles.${token.role}`)}</Table.Td>
          <Table.Td>
            {dateText(token.createdAt)} · <Who by={token.createdBy} />
          </Table.Td>
          <Table.Td>{dateText(token.expiresAt)}</Table.Td>
          <Table.Td>{token.lastUsedAt ? <Time at={token.lastUsedAt} relative /> : t('accounts.never')}</Table.Td>
          <Table.Td ta="right">
            <Button variant="subtle" color="red" size="compact-md" onClick={() => onRevoke(token)}>
              {t('tokens.revoke.action')}
            </Button>
          </Table.Td>
        </Table.Tr>
      ))}
    </ActionTable>
  )
}

function NewToken({ onClose, onMade }: { onClose: () => void; onMade: (token: string) => void }) {
  const { t } = useTranslation('administration')
  const add = useAction('addToken', ['listTokens'])
  const [title, setTitle] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const [days, setDays] = useState(365)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (title.trim() === '') return
        add.mutate(
          { body: { title: title.trim(), role, expiresInDays: days } },
          { onSuccess: ({ token }) => onMade(token) },
        )
      }}
    >
      <Stack gap={12}>
        <TextInput
          label={t('tokens.name')}
          description={t('tokens.nameHelp')}
          data-autofocus
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <RoleChoice value={role} onChange={setRole} />
        <NumberInput
          label={t('tokens.days')}
          min={1}
          max={3650}
          allowDecimal={false}
          value={days}
          onChange={(value) => typeof value === 'number' && setDays(value)}
        />
        {add.error ? <ErrorCard error={add.error} /> : null}
        <FormActions
          submit={t('tokens.create')}
          disabled={title.trim() === ''}
          busy={add.isPending}
          onCancel={onClose}
        />
      </Stack>
    </form>
  )
}
