import { Text } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf } from '#shared/flow/setting-label.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { settingsWithDefaults } from '../document/catalogue.ts'
import { changeSettings } from '../document/commands/change-settings.ts'
import { useDefinition, useDocument, useNode, useNodeProblems, useOpenDocument } from '../document/DocumentProvider.tsx'
import { nodeOf } from '../document/document.ts'
import { SchemaForm } from '../ui/fields/SchemaForm.tsx'
import { changedPath } from './changed-path.ts'
import { inspectorFields } from './registry.ts'

const NONE: Readonly<Record<string, unknown>> = {}

/** The settings of a node as a form; every edit is a command, typing in one field is one undo step. */
export function NodeSettings({ id }: { readonly id: string }) {
  const { t } = useTranslation('inspector')
  const { document } = useOpenDocument()
  const { run } = useEditor()
  const node = useNode(id)
  const definition = useDefinition(id)
  const readOnly = useDocument((state) => state.readOnly)
  const problems = useNodeProblems(id)
  const values = node?.settings ?? NONE
  const placed = useMemo(() => problems.filter((it) => it.path !== undefined), [problems])
  const change = useCallback(
    (next: Readonly<Record<string, unknown>>) => {
      // Against what is there now: a form may answer to an older drawing.
      const now = nodeOf(document.getState().flow, id)
      const edit = now && changedPath(now.settings ?? {}, next)
      if (!edit || !definition) return
      const { path, value } = whole(edit, settingsWithDefaults(definition, now), next)
      run(changeSettings(id, path, value, { field: labelOf(definition.settings, path.map(String)) }))
    },
    [document, id, definition, run],
  )
  if (!node) return null
  if (!definition) return <Text c="dimmed">{t('unknownType', { type: node.use })}</Text>
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens only to end the undo step of the field that is left
    <div onBlur={() => document.getState().endStep()}>
      <SchemaForm
        schema={definition.settings}
        values={values}
        onChange={change}
        problems={placed}
        disabled={readOnly}
        registry={inspectorFields}
      />
    </div>
  )
}

/** An edit below a setting that is only there by default must bring that setting whole. */
function whole(
  edit: NonNullable<ReturnType<typeof changedPath>>,
  before: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
): NonNullable<ReturnType<typeof changedPath>> {
  const [first] = edit.path
  if (first === undefined || edit.path.length === 1 || before[first] !== undefined) return edit
  return { path: [first], value: next[first] }
}
