import { Select, Stack, Text, Textarea } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowSettings } from '#shared/flow/flow.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { isRecord } from '../document/catalogue.ts'
import { changeFlow } from '../document/commands/change-flow.ts'
import { useDocument, useProblems } from '../document/DocumentProvider.tsx'
import { NodeFormulaScope } from '../formula/FormulaScope.tsx'
import { FieldProblems } from '../ui/fields/FieldProblems.tsx'
import { SchemaForm } from '../ui/fields/SchemaForm.tsx'
import { CalledBy } from './CalledBy.tsx'
import { flowSettingsSchema } from './flow-settings-schema.ts'
import styles from './inspector.module.css'
import { KeysEditor } from './KeysEditor.tsx'
import { inspectorFields } from './registry.ts'
import { TitleField } from './TitleField.tsx'

const NONE: FlowSettings = {}

/** The flow itself, shown while no node is selected. */
export function FlowInspector() {
  const { t } = useTranslation('inspector')
  const { run } = useEditor()
  const flow = useDocument((state) => state.flow)
  const readOnly = useDocument((state) => state.readOnly)
  const all = useProblems((state) => state.problems)
  const problems = useMemo(() => all.filter((it) => it.node === undefined), [all])
  const settings = flow.settings ?? NONE
  const keys = settings.keys ?? {}
  const schema: JsonSchema = useMemo(
    () => flowSettingsSchema(Object.keys(flow.settings?.keys ?? {})),
    [flow.settings?.keys],
  )
  const set = (part: FlowSettings) => run(changeFlow({ settings: { ...settings, ...part } }))
  return (
    <NodeFormulaScope node={undefined}>
      <div className={styles.panel}>
        <header className={styles.head}>
          <div className={styles.headText}>
            <h2>{t('flow.title')}</h2>
            <span className={styles.dim}>{flow.id}</span>
          </div>
        </header>
        <div className={styles.scroll}>
          <Stack gap={12} p={12}>
            <Text c="dimmed">{t('flow.hint')}</Text>
            <FieldProblems problems={problems} />
            <TitleField
              label={t('flow.name')}
              value={flow.title}
              disabled={readOnly}
              onCommit={(title) => run(changeFlow({ title }))}
            />
            <Textarea
              label={t('flow.summary')}
              autosize
              minRows={2}
              maxRows={6}
              maxLength={2000}
              disabled={readOnly}
              value={flow.summary ?? ''}
              onChange={(event) => run(changeFlow({ summary: event.currentTarget.value }))}
            />
            <CalledBy />
            <KeysEditor keys={keys} disabled={readOnly} onChange={(next) => set({ keys: next })} />
            <Select
              label={t('compensation.when')}
              description={t('compensation.whenHelp')}
              data={[
                { value: 'automatic', label: t('compensation.automatic') },
                { value: 'by-hand', label: t('compensation.byHand') },
              ]}
              value={settings.compensation ?? 'automatic'}
              allowDeselect={false}
              disabled={readOnly}
              onChange={(next) => set({ compensation: next === 'by-hand' ? 'by-hand' : 'automatic' })}
            />
            <SchemaForm
              schema={schema}
              values={{ ...settings }}
              disabled={readOnly}
              registry={inspectorFields}
              onChange={(next) => run(changeFlow({ settings: settingsFrom(next, settings) }))}
            />
          </Stack>
        </div>
      </div>
    </NodeFormulaScope>
  )
}

/** What the form gives back, with the parts that it does not show kept as they were. */
function settingsFrom(form: Readonly<Record<string, unknown>>, before: FlowSettings): FlowSettings {
  const { partition, timeout, durability, priority, limits } = form
  return {
    ...(before.keys ? { keys: before.keys } : {}),
    ...(before.compensation ? { compensation: before.compensation } : {}),
    ...(isRecord(before.retry) ? { retry: before.retry } : {}),
    ...(typeof partition === 'string' && partition !== '' ? { partition } : {}),
    ...(typeof timeout === 'string' ? { timeout } : {}),
    ...(durability === 'none' ? { durability } : {}),
    ...(priority === 'high' || priority === 'low' ? { priority } : {}),
    ...(isRecord(limits) && Object.keys(limits).length > 0 ? { limits } : {}),
  }
}
