import { Button, Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { User } from '#shared/api/platform.ts'
import { useApi } from '../../api/api-context.ts'
import { OutsideAgain } from './OutsideWay.tsx'
import { SignInForm } from './SignInForm.tsx'

/** Over the page when the session has ended: what is on screen stays, and waiting calls go on afterwards. */
export function SignInDialog({ user }: { user: User }) {
  const { t } = useTranslation(['app', 'identity'])
  const { account } = useApi()
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('signIn.expired')}
      size="sm"
      zIndex={500}
    >
      <Text c="dimmed" mb={12}>
        {user.outside ? t('identity:page.newTab') : t('signIn.expiredLead')}
      </Text>
      {user.outside ? <OutsideAgain way={user.outside} /> : <SignInForm name={user.name} />}
      <Button variant="subtle" color="gray" fullWidth mt={8} onClick={() => account.signedOut()}>
        {t('signIn.other')}
      </Button>
    </Modal>
  )
}
