import { ActionIcon, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { NavLink, useMatch } from 'react-router'
import { mayActAs } from '#shared/api/roles.ts'
import { useAccount } from '../api/api-context.ts'
import { HelpMenu } from '../help/HelpMenu.tsx'
import { useOpenTasks } from '../runs/use-open-tasks.ts'
import { ProductMark } from './ProductMark.tsx'
import { places } from './places.ts'
import styles from './shell.module.css'
import { UserMenu } from './UserMenu.tsx'
import { useOpenFailures } from './use-open-failures.ts'

/** The rail: places, search, the signed-in person. Narrow on small screens and beside the canvas unless it was opened. */
export function Rail() {
  const { t } = useTranslation('app')
  const { user } = useAccount()
  const failures = useOpenFailures()
  const tasks = useOpenTasks()
  const inEditor = useMatch('/luong/:id') !== null
  const small = useMediaQuery('(max-width: 1199px)', false, { getInitialValueInEffect: false })
  const [kept, keep] = useLocalStorage<'wide' | 'narrow' | 'auto'>({ key: 'lienthong.rail', defaultValue: 'auto' })
  const narrow = kept === 'auto' ? small || inEditor : kept === 'narrow'
  return (
    <nav className={styles.rail} data-narrow={narrow || undefined} aria-label={t('places.label')}>
      <div className={styles.railHead}>
        <ProductMark short={narrow} />
      </div>
      <RailTip label={`${t('palette.open')} (Ctrl+K)`} narrow={narrow}>
        <UnstyledButton
          className={styles.place}
          onClick={spotlight.open}
          {...(narrow ? { 'aria-label': t('palette.open') } : {})}
        >
          <IconSearch size={20} aria-hidden />
          {narrow ? null : (
            <>
              <span className={styles.word}>{t('palette.open')}</span>
              <kbd className={styles.kbd}>Ctrl K</kbd>
            </>
          )}
        </UnstyledButton>
      </RailTip>
      <ul>
        {places
          .filter(({ role }) => user && mayActAs(user.role, role))
          .map(({ id, path, icon: Icon }) => {
            const count = id === 'inbox' ? failures + tasks : 0
            return (
              <li key={id}>
                <RailTip label={t(`places.${id}`)} narrow={narrow}>
                  <NavLink to={path} className={styles.place ?? ''}>
                    <Icon size={20} aria-hidden />
                    {narrow ? (
                      <VisuallyHidden>{t(`places.${id}`)}</VisuallyHidden>
                    ) : (
                      <span className={styles.word}>{t(`places.${id}`)}</span>
                    )}{' '}
                    {count > 0 ? <span className={styles.count}>{count > 99 ? '99+' : count}</span> : null}
                  </NavLink>
                </RailTip>
              </li>
            )
          })}
      </ul>
      <div className={styles.railFoot}>
        <UserMenu narrow={narrow} />
        <HelpMenu />
        <Tooltip label={narrow ? t('rail.widen') : t('rail.narrow')} position="right">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={narrow ? t('rail.widen') : t('rail.narrow')}
            onClick={() => keep(narrow ? 'wide' : 'narrow')}
          >
            {narrow ? <IconLayoutSidebarLeftExpand size={20} /> : <IconLayoutSidebarLeftCollapse size={20} />}
          </ActionIcon>
        </Tooltip>
      </div>
    </nav>
  )
}

function RailTip({ label, narrow, children }: { label: string; narrow: boolean; children: React.ReactElement }) {
  return (
    <Tooltip label={label} position="right" disabled={!narrow}>
      {children}
    </Tooltip>
  )
}
