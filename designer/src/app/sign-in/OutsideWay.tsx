import { Button, Divider, Stack } from '@mantine/core'
import { IconLogin2 } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '#shared/api/platform.ts'
import { type OutsideCode, outsideCodes } from '#shared/errors/codes/outside.ts'
import { useApi, useOperation } from '../../api/api-context.ts'
import { useText } from '../../i18n/use-text.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { SignInFrame } from './SignInFrame.tsx'

/** The code in the address of an outside sign-in that failed; only one that the table knows is shown. */
export function refusedCode(given: string | null): OutsideCode | undefined {
  return given !== null && isOutsideCode(given) ? given : undefined
}

const isOutsideCode = (code: string): code is OutsideCode => Object.hasOwn(outsideCodes, code)

/** Why an outside sign-in failed, whose side it is on, what to do. */
export function RefusedCard({ code }: { readonly code: OutsideCode }) {
  return (
    <div style={{ marginBottom: 16 }}>
      <ErrorCard error={{ code, ...outsideCodes[code] }} />
    </div>
  )
}

/** Offers the outside provider, if there is one; what is read does not hold up name and password. */
export function OutsideButton() {
  const { t } = useTranslation('identity')
  const outside = useOperation('signInWays', {}).data?.outside
  if (!outside) return null
  const here = `${location.pathname}${location.search}`
  return (
    <Stack gap={12} mt={16}>
      <Divider label={t('page.or')} />
      <Button
        component="a"
        variant="default"
        fullWidth
        href={`${outside.start}?${new URLSearchParams({ to: here })}`}
        leftSection={<IconLogin2 size={16} aria-hidden />}
      >
        {outside.title}
      </Button>
    </Stack>
  )
}

/** In the place of the password when a session that was begun outside has ended: in another tab, so that this page stays as it is. */
export function OutsideAgain({ way }: { readonly way: NonNullable<User['outside']> }) {
  const { t } = useTranslation('identity')
  const { account, client } = useApi()
  useEffect(() => {
    const look = () => void client.call('whoAmI', {}).then(account.signedIn, () => undefined)
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [account, client])
  return (
    <Button
      component="a"
      href={way.start}
      target="_blank"
      rel="noopener"
      fullWidth
      data-autofocus
      leftSection={<IconLogin2 size={16} aria-hidden />}
    >
      {t('page.open', { title: way.title })}
    </Button>
  )
}

/** Somebody whom the provider vouches for and who has no role yet. */
export function NoRoleScreen({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation('identity')
  const text = useText()
  const { message, advice } = outsideCodes['outside.no-role']
  return (
    <SignInFrame title={t('page.noRole')}>
      <p>{text(message)}.</p>
      <p>{text(advice)}</p>
      <Button variant="default" fullWidth onClick={onBack}>
        {t('page.back')}
      </Button>
    </SignInFrame>
  )
}
