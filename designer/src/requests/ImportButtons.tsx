import { Button, Group } from '@mantine/core'
import { IconApi, IconClipboardText } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDefinition } from '../document/DocumentProvider.tsx'
import { useSessionStore } from '../session/SessionProvider.tsx'

/** The ways to fill in a node from a description of a request; nothing for nodes that have none. */
export function ImportButtons({ id }: { readonly id: string }) {
  const { t } = useTranslation('requests')
  const session = useSessionStore()
  const sources = useDefinition(id)?.imports ?? []
  if (sources.length === 0) return null
  return (
    <Group gap={8}>
      {sources.map((from) => (
        <Button
          key={from}
          variant="default"
          size="compact-md"
          leftSection={from === 'openapi' ? <IconApi size={16} /> : <IconClipboardText size={16} />}
          onClick={() => session.getState().set({ importing: { node: id, from } })}
        >
          {t(`${from}.action`)}
        </Button>
      ))}
    </Group>
  )
}
