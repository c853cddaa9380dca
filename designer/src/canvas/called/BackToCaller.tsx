import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import styles from './called.module.css'
import { callersIn, stateOf } from './callers.ts'

/** Back to the node that calls the open flow; nothing when it was not opened from there. */
export function BackToCaller() {
  const { t } = useTranslation('subflows')
  const { state } = useLocation()
  const callers = callersIn(state)
  const last = callers.at(-1)
  if (!last) return null
  return (
    <Link
      className={styles.back ?? ''}
      to={`/luong/${last.flow}?nut=${last.node}`}
      state={stateOf(callers.slice(0, -1))}
      title={t('back', { title: last.title })}
    >
      <IconArrowLeft size={18} aria-hidden />
      <span>{t('back', { title: last.title })}</span>
    </Link>
  )
}
