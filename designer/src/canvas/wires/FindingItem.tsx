import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Finding } from '#shared/schema/check-wires.ts'
import { problemOfFinding } from '#shared/schema/finding-problem.ts'
import type { Text } from '#shared/text/text.ts'
import type { Command } from '../../document/command.ts'
import { acceptField } from '../../document/commands/accept-field.ts'
import { useCatalogue, useDocument, useFlow } from '../../document/DocumentProvider.tsx'
import type { Wire } from '../../document/wires.ts'
import { useText } from '../../i18n/use-text.ts'
import { useEditor } from '../use-editor.ts'
import { changeRows, mappingRows } from './fixes.ts'
import styles from './wires.module.css'

/** One thing that does not fit, with its ways out. */
export function FindingItem({
  wire,
  finding,
  sender,
  onClose,
  onDone,
}: {
  readonly wire: Wire
  readonly finding: Finding
  readonly sender: Text
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  const { t } = useTranslation('wires')
  const text = useText()
  const editor = useEditor()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const readOnly = useDocument((state) => state.readOnly)
  const [asking, setAsking] = useState<'default' | 'accept'>()
  const { message, path } = problemOfFinding(wire, finding, sender)
  const rows = mappingRows(flow, catalogue, wire.to, finding)
  const optional = rows.length > 0 && (finding.is === 'absent' || finding.is === 'uncertain')
  const run = (command: Command): void => {
    editor.run(command)
    editor.document.getState().endStep()
    const label = editor.document.getState().history.past.at(-1)?.label
    if (label) editor.say(label)
    onDone()
  }
  const goTo = (): void => {
    onClose()
    editor.session.getState().focusNode(wire.to)
    editor.session.getState().open(wire.to, path)
  }
  return (
    <li className={styles.finding} data-check={finding.state} data-accepted={finding.accepted || undefined}>
      <p>{text(message)}</p>
      {finding.accepted === undefined ? null : (
        <p className={styles.dim}>{t('acceptedAs', { reason: finding.accepted })}</p>
      )}
      <div className={styles.row}>
        <Button size="compact-sm" variant="default" onClick={goTo}>
          {t('fixes.goTo')}
        </Button>
        {readOnly || finding.accepted !== undefined ? null : (
          <>
            {optional ? (
              <>
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => run(changeRows(wire.to, rows, 'missing', 'omit'))}
                >
                  {t('fixes.omit')}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => setAsking('default')}>
                  {t('fixes.default')}
                </Button>
              </>
            ) : null}
            {finding.is === 'digits' && rows.length > 0 ? (
              <Button size="compact-sm" variant="default" onClick={() => run(changeRows(wire.to, rows, 'as', 'text'))}>
                {t('fixes.asText')}
              </Button>
            ) : null}
            <Button size="compact-sm" variant="default" onClick={() => setAsking('accept')}>
              {t('fixes.accept')}
            </Button>
          </>
        )}
        {readOnly || finding.accepted === undefined ? null : (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => run(acceptField(wire.to, finding.field, undefined))}
          >
            {t('fixes.takeBack')}
          </Button>
        )}
      </div>
      {asking === 'default' && optional ? (
        <Ask
          label={t('fixes.defaultField', { field: finding.field })}
          onGive={(given) => run(changeRows(wire.to, rows, 'default', given))}
        />
      ) : null}
      {asking === 'accept' && finding.accepted === undefined ? (
        <Ask
          label={t('fixes.acceptField', { field: finding.field })}
          needed
          onGive={(reason) => run(acceptField(wire.to, finding.field, reason))}
        />
      ) : null}
    </li>
  )
}

/** One line to type and a button. */
function Ask({
  label,
  needed,
  onGive,
}: {
  readonly label: string
  readonly needed?: boolean
  readonly onGive: (text: string) => void
}) {
  const { t } = useTranslation('wires')
  const [typed, setTyped] = useState('')
  const missing = needed === true && typed.trim() === ''
  const give = (event: FormEvent): void => {
    event.preventDefault()
    if (!missing) onGive(typed)
  }
  return (
    <form className={styles.row} onSubmit={give}>
      <TextInput
        label={label}
        value={typed}
        maxLength={500}
        data-autofocus
        autoFocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" disabled={missing}>
        {t('fixes.apply')}
      </Button>
    </form>
  )
}
