import { Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Account, newUserSchema } from '#shared/api/platform.ts'
import type { Role } from '#shared/api/roles.ts'
import { useAction } from '../api/api-context.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FormActions } from '../ui/FormActions.tsx'
import { notifyDone } from '../ui/notify.ts'
import { RoleChoice } from './RoleChoice.tsx'

/** Adds an account (its holder signs in by a one-time link and sets a password) or changes one. */
export function AccountDialog({
  edited,
  onClose,
  onLink,
}: {
  edited: Account | 'new' | undefined
  onClose: () => void
  onLink: (link: string) => void
}) {
  const { t } = useTranslation('administration')
  const account = edited === 'new' ? undefined : edited
  return (
    <Modal opened={edited !== undefined} onClose={onClose} title={account ? t('accounts.edit') : t('accounts.new')}>
      {edited === undefined ? null : <AccountForm account={account} onClose={onClose} onLink={onLink} />}
    </Modal>
  )
}

function AccountForm({
  account,
  onClose,
  onLink,
}: {
  account: Account | undefined
  onClose: () => void
  onLink: (link: string) => void
}) {
  const { t } = useTranslation(['administration', 'common'])
  const add = useAction('addUser', ['listUsers'])
  const change = useAction('changeUser', ['listUsers'])
  const makeLink = useAction('signInLink')
  const [name, setName] = useState(account?.name ?? '')
  const [displayName, setDisplayName] = useState(account?.displayName ?? '')
  const [role, setRole] = useState<Role>(account?.role ?? 'designer')
  const nameFault = name !== '' && !newUserSchema.shape.name.safeParse(name).success
  const ready = name !== '' && !nameFault && displayName.trim() !== ''
  const error = add.error ?? change.error ?? makeLink.error
  const submit = async () => {
    const shown = displayName.trim()
    if (account) {
      await change.mutateAsync({ params: { name }, body: { displayName: shown, role } })
      notifyDone(t('common:saved'))
      return onClose()
    }
    const { link } = await add.mutateAsync({ body: { name, displayName: shown, role } })
    const made = link ?? (await makeLink.mutateAsync({ params: { name } })).link
    onClose()
    onLink(made)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        // What fails is shown below by the mutations themselves.
        if (ready) void submit().catch(() => undefined)
      }}
    >
      <Stack gap={12}>
        <TextInput
          label={t('accounts.displayName')}
          data-autofocus
          maxLength={200}
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
        <TextInput
          label={t('accounts.signInName')}
          description={t('accounts.signInNameHelp')}
          error={nameFault ? t('accounts.signInNameForm') : null}
          readOnly={account !== undefined}
          spellCheck={false}
          autoCapitalize="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleChoice value={role} onChange={setRole} />
        {error ? <ErrorCard error={error} /> : null}
        <FormActions
          submit={account ? t('common:actions.save') : t('accounts.addAndLink')}
          disabled={!ready}
          busy={add.isPending || change.isPending || makeLink.isPending}
          onCancel={onClose}
        />
      </Stack>
    </form>
  )
}
