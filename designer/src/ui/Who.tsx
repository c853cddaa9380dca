import { useTranslation } from 'react-i18next'

/** Who did something, as `Caller.name` has it: an account by its name, a key by a word, since nobody has chosen its name. */
export function Who({ by }: { readonly by: string }) {
  const { t } = useTranslation('common')
  if (by === 'admin-token') return t('who.adminToken')
  if (by.startsWith('token:')) return t('who.token', { id: by.slice('token:'.length, 'token:'.length + 6) })
  return by
}
