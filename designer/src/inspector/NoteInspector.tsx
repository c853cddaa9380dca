import { Group, Input, NumberInput, Stack, Textarea } from '@mantine/core'
import { IconNote } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { MAX_NOTE } from '#shared/flow/layout.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { changeNote, NOTE_MIN } from '../document/commands/change-notes.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { ColourChoice } from './ColourChoice.tsx'
import styles from './inspector.module.css'
import { RemoveAction } from './SelectionActions.tsx'

/** A note on the canvas: its text, colour and size. */
export function NoteInspector({ id }: { readonly id: string }) {
  const { t } = useTranslation('groups')
  const editor = useEditor()
  const note = useDocument((state) => state.layout.notes?.[id])
  const readOnly = useDocument((state) => state.readOnly)
  if (!note) return null
  const [width, height] = note.size
  const resize = (size: readonly [number, number]) => editor.run(changeNote(id, { size }))
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <IconNote size={24} aria-hidden />
        <div className={styles.headText}>
          <h2>{t('note.title')}</h2>
        </div>
      </header>
      <Stack gap={12} p={12}>
        <Textarea
          label={t('note.field')}
          autosize
          minRows={4}
          maxRows={16}
          maxLength={MAX_NOTE}
          disabled={readOnly}
          value={note.text}
          onChange={(event) => editor.run(changeNote(id, { text: event.currentTarget.value }))}
        />
        <Input.Wrapper label={t('colour')}>
          <ColourChoice
            value={note.colour ?? 'amber'}
            disabled={readOnly}
            onChange={(colour) => editor.run(changeNote(id, { colour }))}
          />
        </Input.Wrapper>
        <Group gap={8} grow>
          <NumberInput
            label={t('note.width')}
            min={NOTE_MIN[0]}
            max={4000}
            step={40}
            disabled={readOnly}
            value={width}
            onChange={(value) => typeof value === 'number' && value >= NOTE_MIN[0] && resize([value, height])}
          />
          <NumberInput
            label={t('note.height')}
            min={NOTE_MIN[1]}
            max={4000}
            step={40}
            disabled={readOnly}
            value={height}
            onChange={(value) => typeof value === 'number' && value >= NOTE_MIN[1] && resize([width, value])}
          />
        </Group>
        <RemoveAction label={t('note.remove')} />
      </Stack>
    </div>
  )
}
