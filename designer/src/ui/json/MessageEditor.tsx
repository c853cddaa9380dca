import { ActionIcon, Button, SegmentedControl, Textarea, Tooltip } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bodyOf, textOfBody } from '../../session/sample.ts'
import styles from './editor.module.css'
import { TreeEditor } from './TreeEditor.tsx'

/** Steps back that an editor remembers. */
const MOST_UNDO = 100
/** A longer text is edited as text: a tree of it would be slow and no help. */
const LONGEST_TREE = 300_000

/**
 * The body of a message to edit: as a tree of fields, with its text one click away, both ways. JSON that is not right yet, XML and
 * other text are edited as text, and a fault of the syntax is told with its place.
 */
export function MessageEditor({
  text,
  onChange,
  label,
  fill = false,
  autoFocus = false,
}: {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly label: string
  /** Takes the height of its container instead of growing with its content. */
  readonly fill?: boolean
  readonly autoFocus?: boolean
}) {
  const { t } = useTranslation('editor')
  const [wanted, setWanted] = useState<'tree' | 'text'>('tree')
  const [past, setPast] = useState<readonly string[]>([])
  const read = bodyOf(text)
  const body: unknown = 'body' in read ? read.body : undefined
  const structured = typeof body === 'object' && body !== null && text.length <= LONGEST_TREE
  const view = structured ? wanted : 'text'
  const change = (next: string) => {
    setPast((old) => [...old, text].slice(-MOST_UNDO))
    onChange(next)
  }
  const undo = () => {
    const before = past.at(-1)
    if (before === undefined) return
    setPast(past.slice(0, -1))
    onChange(before)
  }
  return (
    <section className={styles.editor} data-fill={fill || undefined} aria-label={label}>
      <div className={styles.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t('view')}
          value={view}
          onChange={(next) => setWanted(next === 'text' ? 'text' : 'tree')}
          data={[
            { value: 'tree', label: t('tree'), disabled: !structured },
            { value: 'text', label: t('text') },
          ]}
        />
        <Tooltip label={t('undo')}>
          <ActionIcon variant="subtle" size={28} aria-label={t('undo')} disabled={past.length === 0} onClick={undo}>
            <IconArrowBackUp size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
      {view === 'tree' ? (
        <TreeEditor value={body} label={label} autoFocus={autoFocus} onChange={(next) => change(textOfBody(next))} />
      ) : (
        <TextView text={text} label={label} fill={fill} autoFocus={autoFocus} onChange={change} />
      )}
    </section>
  )
}

function TextView({
  text,
  label,
  fill,
  autoFocus,
  onChange,
}: {
  readonly text: string
  readonly label: string
  readonly fill: boolean
  readonly autoFocus: boolean
  readonly onChange: (text: string) => void
}) {
  const { t } = useTranslation('editor')
  const field = useRef<HTMLTextAreaElement>(null)
  const read = bodyOf(text)
  const wrong = 'wrongLine' in read ? read : undefined
  const goToFault = () => {
    if (!wrong || !field.current) return
    field.current.focus()
    field.current.setSelectionRange(wrong.wrongAt, Math.min(text.length, wrong.wrongAt + 1))
  }
  return (
    <>
      <Textarea
        ref={field}
        aria-label={label}
        className={fill ? (styles.fillText ?? '') : ''}
        classNames={{ wrapper: styles.textWrapper ?? '', input: styles.textInput ?? '' }}
        {...(fill ? {} : { autosize: true, minRows: 6, maxRows: 20 })}
        {...(autoFocus ? { 'data-autofocus': true } : {})}
        spellCheck={false}
        value={text}
        error={wrong ? t('wrong', { line: wrong.wrongLine, column: wrong.wrongColumn }) : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {wrong ? (
        <Button variant="subtle" size="compact-sm" w="fit-content" onClick={goToFault}>
          {t('goToFault')}
        </Button>
      ) : null}
    </>
  )
}
