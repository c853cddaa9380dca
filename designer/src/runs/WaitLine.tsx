import { useTranslation } from 'react-i18next'
import type { RunWait } from '#shared/api/runs.ts'
import { Time } from '../ui/Time.tsx'

/** What a run waits for, when it asks next, since when and until when, in words. */
export function WaitLine({ waits }: { waits: readonly RunWait[] }) {
  const { t } = useTranslation(['tasks', 'app'])
  const [first, ...others] = waits
  if (!first) return null
  return (
    <span>
      {words(first, t)}
      {first.for === 'answer' ? (
        <>
          {' · '}
          {t('waits.next')} <Time at={first.next} />
        </>
      ) : null}
      {' · '}
      {t('waits.since')} <Time at={first.since} />
      {' · '}
      {t('waits.until')} <Time at={first.until} />
      {others.length > 0 ? ` · ${t('waits.more', { count: others.length })}` : ''}
    </span>
  )
}

function words(wait: RunWait, t: ReturnType<typeof useTranslation<['tasks', 'app']>>['t']): string {
  if (wait.for === 'callback') return t('waits.callback', { topic: wait.topic, key: wait.key })
  if (wait.for === 'person') return t('waits.person', { title: wait.title, role: t(`app:roles.${wait.role}`) })
  return t('waits.answer', { count: wait.tries })
}
