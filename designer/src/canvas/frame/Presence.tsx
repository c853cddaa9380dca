import { Avatar, Tooltip } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useAccount, useApi } from '../../api/api-context.ts'

const NOBODY: readonly string[] = []

/** Who else has this flow open. */
export function Presence({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('canvas')
  const { live, liveStore } = useApi()
  const me = useAccount().user?.name
  const users = useStore(liveStore, (state) => state.presence[flowId]) ?? NOBODY
  useEffect(() => {
    live.show(flowId)
    return () => live.show(null)
  }, [live, flowId])
  const others = users.filter((user) => user !== me)
  if (others.length === 0) return null
  return (
    <Tooltip label={t('presence', { who: others.join(', ') })}>
      <Avatar.Group aria-label={t('presence', { who: others.join(', ') })}>
        {others.slice(0, 3).map((user) => (
          <Avatar key={user} name={user} size={28} radius="xl" color="initials" />
        ))}
        {others.length > 3 ? (
          <Avatar size={28} radius="xl">
            +{others.length - 3}
          </Avatar>
        ) : null}
      </Avatar.Group>
    </Tooltip>
  )
}
