import { Button, SegmentedControl, Switch, TextInput } from '@mantine/core'
import { IconMap2, IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useOperation } from '../api/api-context.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { MapPicture } from './MapPicture.tsx'
import { MapTable } from './MapTable.tsx'
import styles from './map.module.css'
import { filteredMap, mapModel } from './map-model.ts'

/** How often the state of flows and connections is asked for, in milliseconds. */
const EVERY = 15_000

/** All flows, connections and code tables with what joins them and how they are. */
export default function SystemMap() {
  const { t } = useTranslation(['map', 'common'])
  const live = { refetchInterval: EVERY }
  const map = useOperation('systemMap', {}, live)
  const flows = useOperation('listFlows', {}, live)
  const connections = useOperation('listConnections', {}, live)
  const tables = useOperation('listTables', {})
  const [params, setParams] = useSearchParams()
  const [troubled, setTroubled] = useState(false)
  const query = params.get('q') ?? ''
  const form = params.get('dang') === 'bang' ? 'table' : 'picture'
  const set = (name: string, value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        if (value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true },
    )
  const model = useMemo(
    () =>
      map.data &&
      mapModel(map.data, flows.data?.flows ?? [], connections.data?.connections ?? [], tables.data?.tables ?? []),
    [map.data, flows.data, connections.data, tables.data],
  )
  const shown = useMemo(() => model && filteredMap(model, query, troubled), [model, query, troubled])
  return (
    <Page header={<PageHeader title={t('title')} />}>
      <Loaded query={map}>
        {() =>
          !model || !shown ? null : model.nodes.length === 0 ? (
            <EmptyState icon={<IconMap2 size={28} aria-hidden />} title={t('empty.title')} text={t('empty.text')} />
          ) : (
            <>
              <div className={styles.bar}>
                <TextInput
                  aria-label={t('search')}
                  placeholder={t('search')}
                  leftSection={<IconSearch size={18} aria-hidden />}
                  value={query}
                  onChange={(event) => set('q', event.currentTarget.value)}
                />
                <Switch
                  label={t('troubled')}
                  checked={troubled}
                  onChange={(event) => setTroubled(event.currentTarget.checked)}
                />
                <SegmentedControl
                  aria-label={t('form')}
                  value={form}
                  onChange={(value) => set('dang', value === 'table' ? 'bang' : '')}
                  data={[
                    { value: 'picture', label: t('picture') },
                    { value: 'table', label: t('table') },
                  ]}
                />
              </div>
              {shown.nodes.length === 0 ? (
                <EmptyState title={t('common:noMatch')} text={t('noMatch')}>
                  <Button
                    variant="default"
                    onClick={() => {
                      set('q', '')
                      setTroubled(false)
                    }}
                  >
                    {t('all')}
                  </Button>
                </EmptyState>
              ) : form === 'table' ? (
                <MapTable model={shown} />
              ) : (
                <MapPicture model={shown} />
              )}
            </>
          )
        }
      </Loaded>
    </Page>
  )
}
