import { Button, Group, Select, Stack, Table } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Retention, RetentionDays, RetentionRules } from '#shared/api/retention.ts'
import { useAction, useOperation } from '../api/api-context.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { notifyDone } from '../ui/notify.ts'
import { Time } from '../ui/Time.tsx'
import { ActionTable } from './ActionTable.tsx'
import styles from './administration.module.css'
import { bytesText } from './bytes-text.ts'
import { RetentionFields } from './RetentionFields.tsx'

/** How long runs are kept, what lies on the disk, and what was cleared away last. */
export function RetentionPanel() {
  const query = useOperation('getRetention', {}, { refetchInterval: 30_000 })
  return <Loaded query={query}>{(retention) => <Panel retention={retention} />}</Loaded>
}

function Panel({ retention }: { readonly retention: Retention }) {
  const { t } = useTranslation('administration')
  return (
    <Stack gap={24} maw={880}>
      <Rules saved={{ usual: retention.usual, flows: retention.flows }} />
      <section>
        <h2 className={styles.heading}>{t('retention.disk')}</h2>
        <dl className={styles.facts}>
          <dt>{t('retention.database')}</dt>
          <dd>{bytesText(retention.size.database)}</dd>
          <dt>{t('retention.free')}</dt>
          <dd>{bytesText(retention.size.free)}</dd>
          <dt>{t('retention.log')}</dt>
          <dd>{bytesText(retention.size.log)}</dd>
          <dt>{t('retention.last')}</dt>
          <dd>
            {retention.last ? (
              <>
                <Time at={retention.last.at} /> ·{' '}
                {t('retention.lastText', { contents: retention.last.contents, runs: retention.last.runs })}
              </>
            ) : (
              t('retention.never')
            )}
          </dd>
        </dl>
      </section>
    </Stack>
  )
}

/** The rules as a form; nothing changes before it is saved. */
function Rules({ saved }: { readonly saved: RetentionRules }) {
  const { t } = useTranslation(['administration', 'common'])
  const save = useAction('saveRetention', ['getRetention'])
  const [edited, setEdited] = useState<RetentionRules>()
  const rules = edited ?? saved
  const wrong = [rules.usual, ...Object.values(rules.flows)].some((it) => it.runDays < it.contentDays)
  const setFlow = (flow: string, rule: RetentionDays) =>
    setEdited({ ...rules, flows: { ...rules.flows, [flow]: rule } })
  const dropFlow = (flow: string) => {
    const { [flow]: _gone, ...flows } = rules.flows
    setEdited({ ...rules, flows })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong || !edited) return
        save.mutate(
          { body: edited },
          {
            onSuccess: () => {
              setEdited(undefined)
              notifyDone(t('retention.saved'))
            },
          },
        )
      }}
    >
      <Stack gap={16}>
        <p className={styles.lead}>{t('retention.lead')}</p>
        <RetentionFields
          legend={t('retention.usual')}
          rule={rules.usual}
          onChange={(usual) => setEdited({ ...rules, usual })}
        />
        <FlowRules rules={rules} onSet={setFlow} onDrop={dropFlow} />
        {save.error ? <ErrorCard error={save.error} /> : null}
        <Group gap={8}>
          <Button type="submit" disabled={!edited || wrong} loading={save.isPending}>
            {t('common:actions.save')}
          </Button>
          {edited ? (
            <Button variant="default" onClick={() => setEdited(undefined)}>
              {t('common:actions.cancel')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </form>
  )
}

/** Flows that keep their runs for another time than the usual one. */
function FlowRules({
  rules,
  onSet,
  onDrop,
}: {
  readonly rules: RetentionRules
  readonly onSet: (flow: string, rule: RetentionDays) => void
  readonly onDrop: (flow: string) => void
}) {
  const { t } = useTranslation('administration')
  const flows = useOperation('listFlows', {}).data?.flows ?? []
  const titles = new Map(flows.map(({ id, title }) => [id, title]))
  const rows = Object.entries(rules.flows)
  return (
    <Stack gap={8}>
      {rows.length > 0 ? (
        <ActionTable columns={[t('retention.flow'), t('retention.ownRule')]}>
          {rows.map(([flow, rule]) => (
            <Table.Tr key={flow}>
              <Table.Td>{titles.get(flow) ?? flow}</Table.Td>
              <Table.Td>
                <RetentionFields rule={rule} onChange={(next) => onSet(flow, next)} />
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-md"
                  leftSection={<IconTrash size={16} />}
                  onClick={() => onDrop(flow)}
                >
                  {t('retention.drop')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </ActionTable>
      ) : null}
      <Select
        label={t('retention.add')}
        placeholder={t('retention.addHint')}
        maw={420}
        searchable
        value={null}
        data={flows
          .filter(({ id }) => !Object.hasOwn(rules.flows, id))
          .map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(flow) => flow && onSet(flow, rules.usual)}
      />
    </Stack>
  )
}
