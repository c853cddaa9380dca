import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useApi } from '../../api/api-context.ts'
import type { ApiError } from '../../api/api-error.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Loading } from '../../ui/Loaded.tsx'
import { NoRoleScreen, OutsideButton, RefusedCard, refusedCode } from './OutsideWay.tsx'
import { SignInForm } from './SignInForm.tsx'
import { SignInFrame } from './SignInFrame.tsx'

/** The sign-in page: a one-time link signs in by itself, everybody else gives name and password. */
export function SignInScreen({
  token,
  refused,
  fault,
  onRetry,
}: {
  token: string | null
  /** The code of an outside sign-in that failed. */
  refused: string | null
  fault: ApiError | undefined
  onRetry: () => void
}) {
  const { t } = useTranslation(['app', 'common'])
  const { account } = useApi()
  const [waiting, setWaiting] = useState(true)
  const byLink = useAction('signIn')
  // The token is good for one call; React's double effects in development must not spend it twice.
  const spent = useRef(false)
  const { mutate } = byLink
  useEffect(() => {
    if (token === null || spent.current) return
    spent.current = true
    mutate({ body: { token } }, { onSuccess: account.signedIn })
  }, [token, mutate, account])

  const code = refusedCode(refused)
  if (code === 'outside.no-role' && waiting) return <NoRoleScreen onBack={() => setWaiting(false)} />
  if (fault)
    return (
      <SignInFrame>
        <ErrorCard error={fault}>
          <Button variant="default" onClick={onRetry}>
            {t('common:actions.retry')}
          </Button>
        </ErrorCard>
      </SignInFrame>
    )
  if (token !== null && !byLink.error)
    return (
      <SignInFrame>
        <Loading />
      </SignInFrame>
    )
  return (
    <SignInFrame lead={byLink.error ? t('signIn.linkSpent') : t('signIn.lead')}>
      {code ? <RefusedCard code={code} /> : null}
      <SignInForm />
      <OutsideButton />
    </SignInFrame>
  )
}
