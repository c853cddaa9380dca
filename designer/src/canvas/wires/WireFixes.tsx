import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Mapping } from '#shared/mapping/mapping.ts'
import type { WireCheck } from '#shared/schema/check-wires.ts'
import { titleOfNode } from '../../document/catalogue.ts'
import type { Command } from '../../document/command.ts'
import { declareSchema } from '../../document/commands/declare-schema.ts'
import { useCatalogue, useFlow } from '../../document/DocumentProvider.tsx'
import { documentOf } from '../../document/document-store.ts'
import { triggersOf } from '../../document/triggers.ts'
import type { Wire } from '../../document/wires.ts'
import { messageOut } from '../../formula/message-scope.ts'
import { useText } from '../../i18n/use-text.ts'
import { DeclareButton } from '../../schemas/DeclareButton.tsx'
import { bodyOf } from '../../session/sample.ts'
import { useTrial } from '../../session/TrialProvider.tsx'
import { chosenSample } from '../../session/trial-store.ts'
import { useEditor } from '../use-editor.ts'
import { declarableAt, declareFrom, insertMapper, sampleHas } from './fixes.ts'
import styles from './wires.module.css'

/** What can be done about the wire as a whole: a mapping in between, or saying what its sender gives. */
export function WireFixes({
  wire,
  check,
  onClose,
  onDone,
}: {
  readonly wire: Wire
  readonly check: WireCheck | undefined
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  return (
    <>
      {check ? <InsertFix check={check} onClose={onClose} /> : null}
      <DeclareFix wire={wire} check={check} onDone={onDone} />
    </>
  )
}

function InsertFix({ check, onClose }: { readonly check: WireCheck; readonly onClose: () => void }) {
  const { t } = useTranslation('wires')
  const editor = useEditor()
  const catalogue = useCatalogue()
  useFlow()
  const offer = insertMapper(check, documentOf(editor.document.getState()), catalogue)
  if (!offer) return null
  const insert = (): void => {
    onClose()
    if (editor.run(offer.command).length === 0) return
    editor.document.getState().endStep()
    editor.session.getState().focusNode(offer.id)
    editor.camera.show(offer.id)
    editor.session.getState().open(offer.id, 'mapping')
  }
  const all = leaves(offer.rows)
  return (
    <div>
      <Button variant="light" onClick={insert}>
        {t('fixes.insert')}
      </Button>
      <p className={styles.dim}>
        {t('fixes.insertAll', { count: all.length, matched: all.filter((it) => it.value !== undefined).length })}
      </p>
    </div>
  )
}

function leaves(rows: Mapping): Mapping {
  return rows.flatMap((row) => (row.fields ? leaves(row.fields) : [row]))
}

function DeclareFix({
  wire,
  check,
  onDone,
}: {
  readonly wire: Wire
  readonly check: WireCheck | undefined
  readonly onDone: () => void
}) {
  const { t } = useTranslation('wires')
  const text = useText()
  const editor = useEditor()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const place = declarableAt(flow, catalogue, wire)
  const sample = useSampleOf(place?.node)
  if (!place) return null
  const node = text(titleOfNode(catalogue, flow, place.node))
  const run = (command: Command): void => {
    editor.run(command)
    const label = editor.document.getState().history.past.at(-1)?.label
    if (label) editor.say(label)
    onDone()
  }
  const wanting = (check?.findings ?? []).filter((it) => it.is === 'absent' && it.field !== '$')
  const without = sample ? wanting.filter((it) => !sampleHas(sample.body, it.field)).map((it) => it.field) : []
  return (
    <div>
      <div className={styles.row}>
        {sample ? (
          <Button variant="light" onClick={() => run(declareFrom(place.node, sample.body))}>
            {t('fixes.declare')}
          </Button>
        ) : null}
        <DeclareButton node={place.node} title={node} onDone={onDone} />
        {place.declared ? (
          <Button variant="default" onClick={() => run(declareSchema(place.node, undefined))}>
            {t('fixes.forget')}
          </Button>
        ) : null}
      </div>
      <p className={styles.dim}>
        {sample ? t('fixes.declareFrom', { sample: sample.title, node }) : t('fixes.noSample', { node })}
        {without.length > 0 ? ` ${t('fixes.declareWithout', { fields: without.join(', ') })}` : ''}
        {place.declared ? ` ${t('fixes.forgetHint', { node, count: place.fields.length })}` : ''}
      </p>
    </div>
  )
}

/** The newest body that is known to have left a node: of the last test run, or for a trigger the chosen sample. */
function useSampleOf(id: string | undefined): { readonly title: string; readonly body: unknown } | undefined {
  const { t } = useTranslation('wires')
  const flow = useFlow()
  const catalogue = useCatalogue()
  const run = useTrial((state) => state.run)
  const sample = useTrial(chosenSample)
  if (id === undefined) return undefined
  const isTrigger = triggersOf(flow, catalogue).includes(id)
  const read = isTrigger && sample ? bodyOf(sample.text) : undefined
  if (sample && read && 'body' in read && read.body !== null) return { title: sample.title, body: read.body }
  const step = run?.steps.find((it) => it.node === id && it.output !== undefined)
  return step ? { title: t('runSample'), body: messageOut(step).body } : undefined
}
