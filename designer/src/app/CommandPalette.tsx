import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconListSearch, IconPlugConnected, IconRoute, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { mayActAs } from '#shared/api/roles.ts'
import { useAccount, useOperation } from '../api/api-context.ts'
import { matchesText } from '../ui/fold-text.ts'
import { places } from './places.ts'

type SpotlightActions = SpotlightActionData | SpotlightActionGroupData

/** The action that is offered for any query: look for a run by its key. */
const FIND_RUN = 'tim-lan-chay'

function filter(query: string, groups: SpotlightActions[]): SpotlightActions[] {
  return groups.flatMap((group): SpotlightActions[] => {
    if (!('actions' in group)) return []
    const actions = group.actions.filter(
      (it: SpotlightActionData) =>
        it.id === FIND_RUN || matchesText(query, [it.label, it.description, String(it.keywords ?? '')]),
    )
    return actions.length > 0 ? [{ ...group, actions: actions.slice(0, 8) }] : []
  })
}

/** Ctrl+K: go to a place, a flow, a connection, or look for a run; marks are not needed. */
export function CommandPalette() {
  const { t } = useTranslation(['app', 'common'])
  const go = useNavigate()
  const { user } = useAccount()
  const [query, setQuery] = useState('')
  const [used, setUsed] = useState(false)
  const flows = useOperation('listFlows', {}, { enabled: used })
  const connections = useOperation('listConnections', {}, { enabled: used })
  const action = (
    id: string,
    label: string,
    path: string,
    Icon: typeof IconSearch,
    description?: string,
  ): SpotlightActionData => ({
    id,
    label,
    ...(description ? { description } : {}),
    leftSection: <Icon size={20} aria-hidden />,
    onClick: () => void go(path),
  })
  const allowed = places.filter(({ role }) => user && mayActAs(user.role, role))
  const text = query.trim()
  const groups: SpotlightActions[] = [
    {
      group: t('palette.places'),
      actions: allowed.map(({ id, path, icon }) => action(id, t(`places.${id}`), path, icon)),
    },
    {
      group: t('places.flows'),
      actions: (flows.data?.flows ?? []).map((it) =>
        action(`luong/${it.id}`, it.title, `/luong/${it.id}`, IconRoute, it.id),
      ),
    },
    {
      group: t('places.connections'),
      actions: (connections.data?.connections ?? []).map((it) =>
        action(`ket-noi/${it.id}`, it.title, `/ket-noi/${it.id}`, IconPlugConnected, it.id),
      ),
    },
    ...(text === ''
      ? []
      : [
          {
            group: t('places.runs'),
            actions: [
              action(
                FIND_RUN,
                t('palette.findRun', { text }),
                `/lan-chay?q=${encodeURIComponent(text)}`,
                IconListSearch,
                t('palette.findRunHint'),
              ),
            ],
          },
        ]),
  ]
  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      filter={filter}
      shortcut={['mod + K']}
      scrollable
      maxHeight={400}
      nothingFound={t('common:noMatch')}
      searchProps={{
        placeholder: t('palette.placeholder'),
        leftSection: <IconSearch size={20} />,
        'aria-label': t('palette.open'),
      }}
      onSpotlightOpen={() => setUsed(true)}
      transitionProps={{ duration: 0 }}
      overlayProps={{ blur: 0 }}
      attributes={{ content: { 'aria-label': t('palette.open') } }}
    />
  )
}
