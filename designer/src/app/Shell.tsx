import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet } from 'react-router'
import { HelpProvider } from '../help/HelpPanel.tsx'
import { TourCard } from '../tour/TourCard.tsx'
import { Loading } from '../ui/Loaded.tsx'
import { CommandPalette } from './CommandPalette.tsx'
import { OfflineBanner } from './OfflineBanner.tsx'
import { Rail } from './Rail.tsx'
import styles from './shell.module.css'
import { useRegions } from './use-regions.ts'

/** Left rail and the screen beside it. */
export function Shell() {
  const { t } = useTranslation('app')
  useRegions()
  return (
    <HelpProvider>
      <div className={styles.shell}>
        <a href="#noi-dung" className={styles.skip}>
          {t('skip')}
        </a>
        <Rail />
        <div className={styles.side}>
          <OfflineBanner />
          <main id="noi-dung" className={styles.main} tabIndex={-1}>
            <Suspense fallback={<Loading />}>
              <Outlet />
            </Suspense>
          </main>
          <TourCard />
        </div>
        <CommandPalette />
      </div>
    </HelpProvider>
  )
}
