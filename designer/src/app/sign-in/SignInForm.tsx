import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useApi } from '../../api/api-context.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'

/** Name and password. `name` is fixed when a session is renewed. */
export function SignInForm({ name: fixed }: { name?: string }) {
  const { t } = useTranslation('app')
  const { account } = useApi()
  const [name, setName] = useState(fixed ?? '')
  const [password, setPassword] = useState('')
  const signIn = useAction('signIn')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        signIn.mutate({ body: { name: name.trim(), password } }, { onSuccess: account.signedIn })
      }}
    >
      <Stack gap={12}>
        <TextInput
          label={t('signIn.name')}
          autoComplete="username"
          autoCapitalize="off"
          spellCheck={false}
          required
          withAsterisk={false}
          readOnly={fixed !== undefined}
          {...(fixed === undefined ? { 'data-autofocus': true, autoFocus: true } : {})}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...(fixed === undefined ? {} : { 'data-autofocus': true })}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {signIn.error ? <ErrorCard error={signIn.error} /> : null}
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  )
}
