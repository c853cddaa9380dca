import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import {
  IconFileSearch,
  IconListSearch,
  IconPlugConnected,
  IconRoute,
  IconSearch,
  IconTable,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { FlowHit } from '#shared/api/overview.ts'
import { mayActAs } from '#shared/api/roles.ts'
import { matchesText } from '#shared/text/fold-text.ts'
import { useAccount, useOperation } from '../api/api-context.ts'
import { useText } from '../i18n/use-text.ts'
import { places } from './places.ts'

type SpotlightActions = SpotlightActionData | SpotlightActionGroupData

/** Ids of what the server found: it has looked for the query already. */
const FOUND = 'thay/'

/** The action that is offered for any query: look for a run by its key. */
const FIND_RUN = 'tim-lan-chay'

function filter(query: string, groups: SpotlightActions[]): SpotlightActions[] {
  return groups.flatMap((group): SpotlightActions[] => {
    if (!('actions' in group)) return []
    const actions = group.actions.filter(
      (it: SpotlightActionData) =>
        it.id === FIND_RUN ||
        it.id.startsWith(FOUND) ||
        matchesText(query, [it.label, it.description, String(it.keywords ?? '')]),
    )
    return actions.length > 0 ? [{ ...group, actions: actions.slice(0, 8) }] : []
  })
}

/** The address of a place in a flow; the editor goes there when it opens. */
function placeOfHit({ flow, node, path, box, place }: FlowHit): string {
  const at = new URLSearchParams({
    ...(node === undefined ? {} : { nut: node }),
    ...(path === undefined ? {} : { muc: path }),
    ...(box === undefined ? {} : { [place === 'group' ? 'nhom' : 'ghi-chu']: box }),
  })
  return `/luong/${flow}?${at}`
}

/** Ctrl+K: go to a place, a flow, a connection, or look for a run; marks are not needed. */
export function CommandPalette() {
  const { t } = useTranslation(['app', 'common'])
  const say = useText()
  const go = useNavigate()
  const { user } = useAccount()
  const [query, setQuery] = useState('')
  const [used, setUsed] = useState(false)
  const flows = useOperation('listFlows', {}, { enabled: used })
  const connections = useOperation('listConnections', {}, { enabled: used })
  const tables = useOperation('listTables', {}, { enabled: used })
  const [asked] = useDebouncedValue(query.trim(), 200)
  const found = useOperation('searchFlows', { query: { q: asked } }, { enabled: used && asked.length > 1 })
  const hits = query.trim().length > 1 ? (found.data?.hits ?? []) : []
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
  const whereOf = (hit: FlowHit): string =>
    [hit.flowTitle, hit.nodeTitle && say(hit.nodeTitle), hit.where ? say(hit.where) : t(`palette.at.${hit.place}`)]
      .filter((part) => part !== undefined && part !== '')
      .join(' › ')
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
    {
      group: t('places.tables'),
      actions: (tables.data?.tables ?? []).map((it) =>
        action(`danh-muc/${it.id}`, it.title, `/danh-muc/${it.id}`, IconTable, it.id),
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
    // Last: what comes a moment later must not push away what Enter was about to choose.
    {
      group: t('palette.found'),
      actions: hits
        .filter((hit) => hit.place !== 'flow')
        .map((hit, index) => action(`${FOUND}${index}`, hit.text, placeOfHit(hit), IconFileSearch, whereOf(hit))),
    },
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
