import { useTranslation } from 'react-i18next'
import type { User } from '#shared/api/platform.ts'
import { useApi } from '../../api/api-context.ts'
import { SetPasswordForm } from './SetPasswordForm.tsx'
import { SignInFrame } from './SignInFrame.tsx'

/** After a one-time link: the password is set before anything else. */
export function SetPasswordScreen({ user }: { user: User }) {
  const { t } = useTranslation('app')
  const { account } = useApi()
  return (
    <SignInFrame lead={t('password.first', { name: user.displayName })}>
      <SetPasswordForm
        name={user.name}
        askCurrent={false}
        onDone={() => account.signedIn({ ...user, mustSetPassword: false })}
      />
    </SignInFrame>
  )
}
