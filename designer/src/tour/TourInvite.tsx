import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './tour.module.css'
import { useTour } from './use-tour.ts'

/** On the list of flows, for who has never begun: the offer of the tour. */
export function TourInvite() {
  const { t } = useTranslation('tour')
  const { tour, save } = useTour()
  if (tour?.state !== 'new') return null
  return (
    <section className={styles.invite} aria-labelledby="tour-invite">
      <div>
        <h2 id="tour-invite">{t('invite.title')}</h2>
        <p>{t('invite.text')}</p>
      </div>
      <Button onClick={() => save({ ...tour, state: 'open' })}>{t('invite.begin')}</Button>
      <Button variant="default" onClick={() => save({ ...tour, state: 'skipped' })}>
        {t('invite.skip')}
      </Button>
    </section>
  )
}
