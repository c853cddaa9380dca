import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useAccount, useApi } from '../api/api-context.ts'
import { type ApiError, asApiError } from '../api/api-error.ts'
import { Loading } from '../ui/Loaded.tsx'
import { SetPasswordScreen } from './sign-in/SetPasswordScreen.tsx'
import { SignInDialog } from './sign-in/SignInDialog.tsx'
import { SignInScreen } from './sign-in/SignInScreen.tsx'

/** The address of one-time links, `/dang-nhap?token=…`, and of outside sign-ins that failed, `/dang-nhap?loi=…`. */
const SIGN_IN_PATH = '/dang-nhap'

/** Lets signed-in people through; shows the sign-in page at whatever address was asked for, so that it opens afterwards. */
export function Gate({ children, onSignedIn }: { children: ReactNode; onSignedIn: () => void }) {
  const { account, client, live } = useApi()
  const { phase, user } = useAccount()
  const [fault, setFault] = useState<ApiError>()
  const [token] = useState(() =>
    location.pathname === SIGN_IN_PATH ? new URLSearchParams(location.search).get('token') : null,
  )
  const [refused] = useState(() =>
    location.pathname === SIGN_IN_PATH ? new URLSearchParams(location.search).get('loi') : null,
  )
  const check = useCallback(() => {
    setFault(undefined)
    client.call('whoAmI', {}).then(account.signedIn, (thrown: unknown) => {
      if (account.getState().phase === 'checking') setFault(asApiError(thrown))
    })
  }, [client, account])

  useEffect(() => {
    // A one-time link is for whoever opens it, also when somebody is signed in here already.
    if (token === null) check()
    else account.signedOut()
  }, [check, account, token])

  const inside = user !== undefined && !user.mustSetPassword
  useEffect(() => {
    if (!inside) return
    if (location.pathname === SIGN_IN_PATH) onSignedIn()
    live.start()
    return () => live.stop()
  }, [inside, live, onSignedIn])

  if (phase === 'checking' && !fault) return <Loading />
  if (!user) return <SignInScreen token={token} refused={refused} fault={fault} onRetry={check} />
  if (user.mustSetPassword) return <SetPasswordScreen user={user} />
  return (
    <>
      {children}
      {phase === 'expired' ? <SignInDialog user={user} /> : null}
    </>
  )
}
