import { useTranslation } from 'react-i18next'
import type { BodyDiff } from './body-diff.ts'

/** That an output took the place of its input, and how many values came along. */
export function Replaced({ bodies }: { readonly bodies: BodyDiff }) {
  const { t } = useTranslation()
  const count = bodies.diff.from?.size ?? 0
  return <span>{count > 0 ? t('json.carried', { count }) : t('json.replaced')}</span>
}
