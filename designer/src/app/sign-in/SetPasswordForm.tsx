import { Button, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../../api/api-context.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'

/** The fewest characters of a password (the same as in `setPasswordSchema`). */
const LEAST = 12

/** A new password, twice; the current one too when there is one. */
export function SetPasswordForm({
  name,
  askCurrent,
  onDone,
}: {
  name: string
  askCurrent: boolean
  onDone: () => void
}) {
  const { t } = useTranslation('app')
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const save = useAction('setPassword')
  const tooShort = password.length < LEAST
  const different = password !== again
  const toggle = { 'aria-label': t('signIn.showPassword') }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (tooShort || different) return
        save.mutate({ body: { password, ...(askCurrent ? { current } : {}) } }, { onSuccess: onDone })
      }}
    >
      <Stack gap={12}>
        <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
        {askCurrent ? (
          <PasswordInput
            label={t('password.current')}
            autoComplete="current-password"
            data-autofocus
            required
            withAsterisk={false}
            visibilityToggleButtonProps={toggle}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
        ) : null}
        <PasswordInput
          label={t('password.new')}
          description={t('password.rule', { count: LEAST })}
          autoComplete="new-password"
          visibilityToggleButtonProps={toggle}
          error={tried && tooShort ? t('password.tooShort', { count: LEAST }) : null}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('password.again')}
          autoComplete="new-password"
          visibilityToggleButtonProps={toggle}
          error={tried && !tooShort && different ? t('password.different') : null}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
        {save.error ? <ErrorCard error={save.error} /> : null}
        <Button type="submit" loading={save.isPending} fullWidth>
          {t('password.submit')}
        </Button>
      </Stack>
    </form>
  )
}
