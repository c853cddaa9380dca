import { Button, Group, Select, TextInput } from '@mantine/core'
import { IconPlus, IconRoute, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { FlowSummary } from '#shared/api/flows.ts'
import { useHolds, useOperation } from '../api/api-context.ts'
import { BundleMenu } from '../bundles/BundleMenu.tsx'
import { TourInvite } from '../tour/TourInvite.tsx'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { FlowTable } from './FlowTable.tsx'
import { type FlowFilter, type FlowOrder, listedFlows } from './list-model.ts'
import { NewFlowDialog } from './NewFlowDialog.tsx'

const filters = ['all', 'live', 'draft', 'paused', 'failing'] as const satisfies readonly FlowFilter[]

/** All flows: state, traffic of a day, failures, address; the start of daily work. */
export default function FlowList() {
  const { t } = useTranslation(['flows', 'common', 'templates'])
  const flows = useOperation('listFlows', {}, { refetchInterval: 30_000 })
  const mayChange = useHolds('designer')
  const [creating, setCreating] = useState(false)
  const [question, setQuestion] = useState<Question>()
  const [params, setParams] = useSearchParams()
  const [order, setOrder] = useState<FlowOrder>('title')
  const query = params.get('q') ?? ''
  const filter = filters.find((it) => it === params.get('loc')) ?? 'all'
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
  const create = mayChange ? (
    <Button data-tour="new-flow" leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t('new.button')}
    </Button>
  ) : null
  const list = (all: readonly FlowSummary[]) => {
    if (all.length === 0)
      return (
        <EmptyState
          icon={<IconRoute size={28} aria-hidden />}
          title={t('empty.title')}
          text={t('empty.text')}
          steps={[t('empty.step1'), t('empty.step2'), t('empty.step3')]}
        >
          <Group gap={8}>
            {create}
            {mayChange ? (
              <Button component={Link} to="/thu-vien-mau" variant="default">
                {t('templates:fromGallery')}
              </Button>
            ) : null}
          </Group>
        </EmptyState>
      )
    const shown = listedFlows(all, query, filter, order)
    if (shown.length > 0) return <FlowTable flows={shown} order={order} onOrder={setOrder} onAsk={setQuestion} />
    return (
      <EmptyState title={t('common:noMatch')} text={t('noMatch')}>
        <Button variant="default" onClick={() => setParams({}, { replace: true })}>
          {t('common:actions.clear')}
        </Button>
      </EmptyState>
    )
  }
  return (
    <Page
      header={
        <PageHeader title={t('title')} lead={flows.data ? t('count', { count: flows.data.flows.length }) : null}>
          <TextInput
            aria-label={t('search')}
            placeholder={t('search')}
            leftSection={<IconSearch size={16} />}
            w={260}
            value={query}
            onChange={(event) => set('q', event.currentTarget.value)}
          />
          <Select
            aria-label={t('filter')}
            data={filters.map((value) => ({ value, label: t(`filters.${value}`) }))}
            value={filter}
            allowDeselect={false}
            w={184}
            onChange={(value) => set('loc', value === 'all' ? '' : (value ?? ''))}
          />
          {mayChange ? <BundleMenu flows={flows.data?.flows ?? []} /> : null}
          {create}
        </PageHeader>
      }
    >
      <TourInvite />
      <Loaded query={flows}>{({ flows: all }) => list(all)}</Loaded>
      <NewFlowDialog
        opened={creating}
        onClose={() => setCreating(false)}
        taken={flows.data?.flows.map(({ id }) => id) ?? []}
      />
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </Page>
  )
}
