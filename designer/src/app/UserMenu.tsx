import { Button, Modal, Popover, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconKey, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccount, useApi } from '../api/api-context.ts'
import { notifyDone } from '../ui/notify.ts'
import { LanguageChoice } from './LanguageChoice.tsx'
import styles from './shell.module.css'
import { SetPasswordForm } from './sign-in/SetPasswordForm.tsx'

/** The signed-in person: language, light or dark, password, sign out. */
export function UserMenu({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation('app')
  const { user } = useAccount()
  const { account, client } = useApi()
  const cache = useQueryClient()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [opened, setOpened] = useState(false)
  const [changing, setChanging] = useState(false)
  if (!user) return null
  const signOut = async () => {
    // Whatever the server says, nothing of this person may stay on screen.
    await client.call('signOut', {}).catch(() => undefined)
    cache.clear()
    account.signedOut()
    if (user.outside?.signOut !== undefined) location.assign(user.outside.signOut)
  }
  return (
    <>
      <Popover position="top-start" width={296} withinPortal trapFocus opened={opened} onChange={setOpened}>
        <Popover.Target>
          <UnstyledButton
            onClick={() => setOpened(!opened)}
            className={styles.user}
            // Begins with what it is and holds every word that is seen.
            aria-label={`${t('user.menu', { name: user.displayName })} ${t(`roles.${user.role}`)}`}
          >
            <IconUserCircle size={24} stroke={1.5} aria-hidden />
            {narrow ? null : (
              <span className={styles.userWords}>
                <span>{user.displayName}</span> <small>{t(`roles.${user.role}`)}</small>
              </span>
            )}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown className={styles.userCard} aria-label={t('user.menu', { name: user.displayName })}>
          <strong>
            {user.displayName} · {t(`roles.${user.role}`)}
          </strong>
          <div className={styles.menuField}>
            <span>{t('language')}</span>
            <LanguageChoice fullWidth />
          </div>
          <div className={styles.menuField}>
            <span>{t('scheme.label')}</span>
            <SegmentedControl
              aria-label={t('scheme.label')}
              fullWidth
              value={colorScheme}
              onChange={(next) => setColorScheme(next === 'dark' || next === 'light' ? next : 'auto')}
              data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`scheme.${value}`) }))}
            />
          </div>
          {user.outside ? null : (
            <Button
              variant="subtle"
              color="gray"
              justify="flex-start"
              leftSection={<IconKey size={16} />}
              onClick={() => {
                setOpened(false)
                setChanging(true)
              }}
            >
              {t('user.password')}
            </Button>
          )}
          <Button
            variant="subtle"
            color="gray"
            justify="flex-start"
            leftSection={<IconLogout size={16} />}
            onClick={() => void signOut()}
          >
            {t('user.signOut')}
          </Button>
        </Popover.Dropdown>
      </Popover>
      <Modal opened={changing} onClose={() => setChanging(false)} title={t('user.password')} size="sm">
        <SetPasswordForm
          name={user.name}
          askCurrent
          onDone={() => {
            setChanging(false)
            notifyDone(t('password.done'))
          }}
        />
      </Modal>
    </>
  )
}
