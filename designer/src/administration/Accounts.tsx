import { ActionIcon, Button, Menu, Table } from '@mantine/core'
import { IconDotsVertical, IconLink, IconLock, IconLockOpen, IconPencil, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/api/platform.ts'
import { useAccount, useAction, useOperation } from '../api/api-context.ts'
import { useText } from '../i18n/use-text.ts'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { notifyDone, notifyError } from '../ui/notify.ts'
import { StateChip } from '../ui/StateChip.tsx'
import { Time } from '../ui/Time.tsx'
import { AccountDialog } from './AccountDialog.tsx'
import { ActionTable } from './ActionTable.tsx'
import styles from './administration.module.css'
import { ShownOnce } from './ShownOnce.tsx'

/** Accounts: add, change, lock, make a one-time sign-in link. */
export function Accounts() {
  const { t } = useTranslation(['administration', 'app'])
  const text = useText()
  const { user } = useAccount()
  const query = useOperation('listUsers', {})
  const change = useAction('changeUser', ['listUsers'])
  const makeLink = useAction('signInLink')
  const [edited, setEdited] = useState<Account | 'new'>()
  const [link, setLink] = useState<string>()
  const [question, setQuestion] = useState<Question>()
  const askLink = (account: Account) =>
    makeLink.mutate(
      { params: { name: account.name } },
      { onSuccess: (made) => setLink(made.link), onError: (error) => notifyError(error, text) },
    )
  const askLock = (account: Account) => {
    const name = account.displayName
    const body = { disabled: !account.disabled }
    const run = () =>
      change
        .mutateAsync({ params: { name: account.name }, body })
        .then(() => notifyDone(t(account.disabled ? 'accounts.unlocked' : 'accounts.locked', { name })))
    if (account.disabled) void run().catch((error: unknown) => notifyError(error, text))
    else
      setQuestion({
        title: t('accounts.lock.title', { name }),
        body: t('accounts.lock.body'),
        action: t('accounts.lock.action'),
        danger: true,
        run,
      })
  }
  return (
    <>
      <div className={styles.bar}>
        <p>{t('accounts.lead')}</p>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
          {t('accounts.new')}
        </Button>
      </div>
      <Loaded query={query}>
        {({ users }) => (
          <ActionTable
            columns={[
              t('accounts.columns.name'),
              t('role'),
              t('accounts.columns.state'),
              t('accounts.columns.lastSignIn'),
              t('accounts.columns.created'),
            ]}
            highlightOnHover
          >
            {users.map((account) => (
              <Table.Tr key={account.name} data-user={account.name}>
                <Table.Td>
                  <strong>{account.displayName}</strong>
                  <div className={styles.dim}>{account.name}</div>
                </Table.Td>
                <Table.Td>{t(`app:roles.${account.role}`)}</Table.Td>
                <Table.Td>{account.disabled ? <StateChip state="disabled" /> : t('accounts.active')}</Table.Td>
                <Table.Td>
                  {account.lastSignInAt ? <Time at={account.lastSignInAt} relative /> : t('accounts.never')}
                </Table.Td>
                <Table.Td>
                  <Time at={account.createdAt} />
                </Table.Td>
                <Table.Td>
                  <AccountMenu
                    account={account}
                    own={account.name === user?.name}
                    onEdit={() => setEdited(account)}
                    onLink={() => askLink(account)}
                    onLock={() => askLock(account)}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </ActionTable>
        )}
      </Loaded>
      <AccountDialog edited={edited} onClose={() => setEdited(undefined)} onLink={setLink} />
      <ShownOnce
        title={t('once.link.title')}
        text={t('once.link.text')}
        value={link}
        onClose={() => setLink(undefined)}
      />
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </>
  )
}

function AccountMenu({
  account,
  own,
  onEdit,
  onLink,
  onLock,
}: {
  account: Account
  own: boolean
  onEdit: () => void
  onLink: () => void
  onLock: () => void
}) {
  const { t } = useTranslation('administration')
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={t('accounts.menu', { name: account.displayName })}
        >
          <IconDotsVertical size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
          {t('accounts.edit')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={16} />} disabled={account.disabled} onClick={onLink}>
          {t('accounts.link')}
        </Menu.Item>
        <Menu.Item
          leftSection={account.disabled ? <IconLockOpen size={16} /> : <IconLock size={16} />}
          disabled={own}
          onClick={onLock}
        >
          {account.disabled ? t('accounts.unlock') : t('accounts.lock.action')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
