import { Button, FileButton, Group, Select, Stack, Textarea } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JsonSchema } from '#shared/node/define.ts'
import { SchemaFault } from '#shared/schema/import/fault.ts'
import {
  type DocumentKind,
  type Prefixes,
  type ReadDocument,
  readDocument,
} from '#shared/schema/import/read-document.ts'
import type { Imported } from '#shared/schema/import/xsd.ts'
import type { Text } from '#shared/text/text.ts'
import { SourceTree } from '../formula/SourceTree.tsx'
import { fieldsOfSchema } from '../formula/schema-fields.ts'
import { flatFields } from '../formula/source-tree.ts'
import { useText } from '../i18n/use-text.ts'
import { readFileText } from '../ui/read-file-text.ts'
import styles from './schemas.module.css'

/** What the importer asks for and hands over. */
export interface ImporterProps {
  /** What the button says for a number of fields. */
  readonly accept: (count: number) => string
  readonly onAccept: (schema: JsonSchema, kind: DocumentKind) => void
  /** How an XML sample is read: as the node does. */
  readonly prefixes?: Prefixes
  /** What taking over a document of a kind changes besides. */
  readonly consequence?: (kind: DocumentKind) => string | undefined
  readonly onClose: () => void
}

/** Reads a sample or a schema, shows its fields and hands the schema over. Loaded late: it brings the readers of XML and YAML. */
export default function SchemaImporter({ accept, onAccept, onClose, prefixes = 'keep', consequence }: ImporterProps) {
  const { t } = useTranslation(['schemas', 'common'])
  const text = useText()
  const [typed, setTyped] = useState('')
  const [part, setPart] = useState(0)
  const document = useMemo(
    () => (typed.trim() === '' ? undefined : attempt(() => readDocument(typed, prefixes))),
    [typed, prefixes],
  )
  const made = useMemo(() => madeOf(document, part), [document, part])
  const fields = useMemo(() => (made?.done ? fieldsOfSchema(made.done.schema) : []), [made])
  const count = flatFields(fields).length
  const fault = document?.fault ?? made?.fault
  const also = document?.done && count > 0 ? consequence?.(document.done.kind) : undefined
  const parts = document?.done?.parts ?? []
  const take = (next: string) => {
    setTyped(next)
    setPart(0)
  }
  return (
    <Stack gap={12}>
      <Textarea
        label={t('label')}
        description={t('help')}
        className={styles.text ?? ''}
        autosize
        minRows={6}
        maxRows={12}
        spellCheck={false}
        data-autofocus
        value={typed}
        error={fault ? text(fault) : undefined}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <Group gap={8}>
        <FileButton
          accept=".json,.yaml,.yml,.xml,.xsd,.wsdl,.csv,.txt,application/json,text/xml,text/csv"
          onChange={(file) => file && void readFileText(file).then(take)}
        >
          {(props) => (
            <Button variant="default" leftSection={<IconFileImport size={16} />} {...props}>
              {t('file')}
            </Button>
          )}
        </FileButton>
        <span role="status">{document?.done ? t('found', { kind: t(`kinds.${document.done.kind}`) }) : ''}</span>
      </Group>
      {parts.length > 1 ? (
        <Select
          label={t('part')}
          searchable
          allowDeselect={false}
          // What is typed looks for another part; it is not added to the name of this one.
          onFocus={(event) => event.currentTarget.select()}
          data={parts.map(({ label }, at) => ({ value: String(at), label }))}
          value={String(part)}
          onChange={(next) => setPart(Number(next))}
        />
      ) : null}
      {fields.length > 0 ? (
        <section aria-label={t('preview')} className={styles.preview}>
          <SourceTree fields={fields} label={t('preview')} onPick={() => {}} canPick={() => false} />
        </section>
      ) : null}
      {also ? <p className={styles.dim}>{also}</p> : null}
      {made?.done && fields.length === 0 ? <p className={styles.dim}>{t('noFields')}</p> : null}
      {made?.done && made.done.notes.length > 0 ? (
        <details>
          <summary>{t('notes', { count: made.done.notes.length })}</summary>
          <ul>
            {made.done.notes.map((note) => (
              <li key={`${note.place}|${note.text.en}`}>
                {note.place}: {text(note.text)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>
          {t('common:actions.cancel')}
        </Button>
        <Button
          disabled={count === 0}
          onClick={() => {
            if (made?.done && document?.done) onAccept(made.done.schema, document.done.kind)
            onClose()
          }}
        >
          {accept(count)}
        </Button>
      </Group>
    </Stack>
  )
}

interface Attempt<T> {
  readonly done?: T
  readonly fault?: Text
}

function madeOf(document: Attempt<ReadDocument> | undefined, part: number): Attempt<Imported> | undefined {
  if (!document?.done) return undefined
  const chosen = document.done.parts[part]
  return chosen
    ? attempt(chosen.read)
    : { fault: { vi: 'Tài liệu không có phần nào dùng được', en: 'The document has no usable part' } }
}

function attempt<T>(act: () => T): Attempt<T> {
  try {
    return { done: act() }
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return { fault: thrown.text }
    throw thrown
  }
}
