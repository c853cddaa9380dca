import { ActionIcon, Button, Group, Table, Tooltip } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconDownload, IconFlask, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseResult, StoredCase } from '#shared/api/test-cases.ts'
import { useAction, useOperation } from '../api/api-context.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { textOfBody } from '../session/sample.ts'
import { useTrialStore } from '../session/TrialProvider.tsx'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { notifyDone } from '../ui/notify.ts'
import { DifferenceTable } from './DifferenceTable.tsx'
import styles from './testing.module.css'
import { type CaseRuns, useRunCases } from './use-run-cases.ts'

/** The drawer's tab for saved test cases: run them on the draft, see what came out otherwise. */
export default function CasesPanel({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('cases')
  const cases = useOperation('listCases', { params: { id: flowId } })
  return (
    <div className={styles.cases}>
      <Loaded query={cases}>
        {(data) =>
          data.cases.length === 0 ? (
            <EmptyState
              icon={<IconFlask size={28} aria-hidden />}
              title={t('panel.empty')}
              text={t('panel.emptyText')}
            />
          ) : (
            <CaseList flowId={flowId} cases={data.cases} />
          )
        }
      </Loaded>
    </div>
  )
}

function CaseList({ flowId, cases }: { readonly flowId: string; readonly cases: readonly StoredCase[] }) {
  const { t } = useTranslation('cases')
  const runs = useRunCases(flowId)
  const readOnly = useDocument((state) => state.readOnly)
  const stale = useDocument((state) => state.hash) !== runs.ranOn && runs.ranOn !== undefined
  const [question, setQuestion] = useState<Question>()
  const results = cases.flatMap(({ name }) => runs.results.get(name) ?? [])
  const passed = results.filter(({ ok }) => ok).length
  return (
    <>
      <Group gap={12} className={styles.casesHead ?? ''}>
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={runs.running}
          disabled={readOnly}
          onClick={() => void runs.start()}
        >
          {t('panel.runAll')}
        </Button>
        <span role="status">
          {results.length > 0 ? (
            <>
              {t('panel.passed', { count: passed })} · {t('panel.failed', { count: results.length - passed })}
              {stale ? ` · ${t('panel.stale')}` : ''}
            </>
          ) : (
            t('panel.lead', { count: cases.length })
          )}
        </span>
      </Group>
      {runs.fault ? <ErrorCard error={runs.fault} /> : null}
      <Table aria-label={t('panel.list')} verticalSpacing={4}>
        <Table.Tbody>
          {cases.map((it) => (
            <CaseRow
              key={it.name}
              flowId={flowId}
              stored={it}
              result={runs.results.get(it.name)}
              runs={runs}
              onAsk={setQuestion}
            />
          ))}
        </Table.Tbody>
      </Table>
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </>
  )
}

function CaseRow({
  flowId,
  stored,
  result,
  runs,
  onAsk,
}: {
  readonly flowId: string
  readonly stored: StoredCase
  readonly result: CaseResult | undefined
  readonly runs: CaseRuns
  readonly onAsk: (question: Question) => void
}) {
  const { t } = useTranslation('cases')
  const remove = useAction('deleteCase', ['listCases'])
  const load = useLoadCase()
  const readOnly = useDocument((state) => state.readOnly)
  const { name, case: it, by } = stored
  const { title } = it
  const askRemove = () =>
    onAsk({
      title: t('panel.removeTitle', { title }),
      action: t('panel.removeAction'),
      danger: true,
      run: () => remove.mutateAsync({ params: { id: flowId, name } }).then(() => notifyDone(t('panel.removed'))),
    })
  const actions = [
    { label: t('panel.runOne', { title }), Icon: IconPlayerPlay, act: () => void runs.start([name]), hidden: readOnly },
    { label: t('panel.load', { title }), Icon: IconFlask, act: () => load(stored), hidden: readOnly },
    { label: t('panel.download', { title }), Icon: IconDownload, act: () => download(stored), hidden: false },
    { label: t('panel.remove', { title }), Icon: IconTrash, act: askRemove, hidden: readOnly },
  ]
  return (
    <Table.Tr data-case={name}>
      <Table.Td w={140}>
        {result === undefined ? (
          <span className={styles.dim}>{t('panel.notRun')}</span>
        ) : (
          <span className={styles.verdict} data-ok={result.ok}>
            {result.ok ? <IconCircleCheck size={18} aria-hidden /> : <IconCircleX size={18} aria-hidden />}
            {t(result.ok ? 'panel.ok' : 'panel.bad')}
          </span>
        )}
      </Table.Td>
      <Table.Td>
        {title} <span className={styles.dim}>{t('panel.saved', { by })}</span>
        {result && !result.ok ? <DifferenceTable differences={result.differences} /> : null}
      </Table.Td>
      <Table.Td w={160}>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          {actions
            .filter(({ hidden }) => !hidden)
            .map(({ label, Icon, act }) => (
              <Tooltip key={label} label={label}>
                <ActionIcon variant="subtle" size={32} aria-label={label} onClick={act}>
                  <Icon size={18} />
                </ActionIcon>
              </Tooltip>
            ))}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

/** Puts a case into the test tab as sample and stubs, so that its way can be seen step by step. */
function useLoadCase(): (stored: StoredCase) => void {
  const trial = useTrialStore()
  const { panels } = useEditor()
  return ({ name, case: it }) => {
    const { put, setStub, stubs, set } = trial.getState()
    put({
      id: `ca-${name}`,
      title: it.title,
      text: textOfBody(it.input.body ?? null),
      headers: it.input.headers ?? {},
      kept: false,
    })
    for (const node of Object.keys(stubs)) setStub(node, undefined)
    for (const [node, stub] of Object.entries(it.stubs)) setStub(node, stub)
    if (it.trigger !== undefined) set({ trigger: it.trigger })
    panels.getState().set({ drawerTab: 'test' })
  }
}

/** Hands a case out as the file that belongs below `flows/<id>/tests/`. */
function download({ name, case: it }: StoredCase): void {
  const address = URL.createObjectURL(new Blob([`${JSON.stringify(it, null, 2)}\n`], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${name}.json`
  link.click()
  URL.revokeObjectURL(address)
}
