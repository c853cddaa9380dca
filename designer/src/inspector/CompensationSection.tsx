import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEditor } from '../canvas/use-editor.ts'
import { UNDO_OUT } from '../document/branches.ts'
import { titleOfNode } from '../document/catalogue.ts'
import { setCompensation } from '../document/commands/set-compensation.ts'
import { useCatalogue, useFlow, useNode, useNodeProblems } from '../document/DocumentProvider.tsx'
import { createJudge } from '../document/rules.ts'
import { useText } from '../i18n/use-text.ts'
import { FieldProblems } from '../ui/fields/FieldProblems.tsx'

/** Which branch undoes what this node did, when the run fails for good later on or a person stops it. */
export function CompensationSection({ id, disabled }: { readonly id: string; readonly disabled: boolean }) {
  const { t } = useTranslation('inspector')
  const text = useText()
  const { run } = useEditor()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const node = useNode(id)
  const problems = useNodeProblems(id).filter((it) => it.path === 'compensate')
  if (!node) return null
  const judge = createJudge(flow, catalogue, id, UNDO_OUT)
  const targets = Object.keys(flow.nodes).filter((to) => to === node.compensate || judge(to).is !== 'refused')
  return (
    <>
      <Select
        label={t('compensation.by')}
        description={t(targets.length === 0 ? 'compensation.none' : 'compensation.help')}
        data={[
          { value: '', label: t('compensation.nothing') },
          ...targets.map((to) => ({
            value: to,
            label: t('compensation.toNode', { title: text(titleOfNode(catalogue, flow, to)) }),
          })),
        ]}
        value={node.compensate ?? ''}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => run(setCompensation(id, next ? next : undefined))}
      />
      <FieldProblems problems={problems} />
    </>
  )
}
