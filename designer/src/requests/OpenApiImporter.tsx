import { Stack } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JsonSchema } from '#shared/node/define.ts'
import { operationsOf, type PlacedOperation } from '#shared/request/openapi-document.ts'
import { type Excerpt, excerptOf } from '#shared/request/openapi-excerpt.ts'
import { type ApiRequest, readOperation } from '#shared/request/openapi-operation.ts'
import { readOpenApi } from '#shared/request/read-openapi.ts'
import { hasFields, type OperationChoice, settingsOfOperation } from '#shared/request/settings-of-operation.ts'
import type { Text } from '#shared/text/text.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { takeRequest } from '../document/commands/take-request.ts'
import { useNode } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { FormActions } from '../ui/FormActions.tsx'
import { type Attempt, attempt } from './attempt.ts'
import { DocumentField } from './DocumentField.tsx'
import type { ImporterProps } from './ImportDialog.tsx'
import { Notes } from './Notes.tsx'
import { OperationParts } from './OperationParts.tsx'
import { OperationSelect } from './OperationSelect.tsx'
import styles from './requests.module.css'
import { TargetChoice } from './TargetChoice.tsx'
import { useTarget } from './use-target.ts'

interface Listed {
  readonly document: JsonSchema
  readonly operations: readonly PlacedOperation[]
}

interface Picked {
  readonly operation: PlacedOperation
  readonly request: ApiRequest
  readonly excerpt: Excerpt
}

/** Fills in a node from an operation of an OpenAPI document: one step of undo. Loaded late: it brings the reader of YAML. */
export default function OpenApiImporter({ node, onClose }: ImporterProps) {
  const { t } = useTranslation('requests')
  const words = useText()
  const editor = useEditor()
  const connection = useNode(node)?.settings?.connection
  const [text, setText] = useState('')
  const [name, setName] = useState<string>()
  const [optional, setOptional] = useState<ReadonlySet<string>>(new Set())
  const [body, setBody] = useState<OperationChoice['body']>()
  const listed = useMemo(() => (text.trim() === '' ? undefined : attempt(() => listOf(text))), [text])
  const picked = useMemo(() => pick(listed?.done, name), [listed, name])
  const done = picked?.done
  const server = done?.request.servers[0] ?? ''
  const baseUrl = /^https?:\/\//i.test(server) && URL.canParse(server) ? server.replace(/\/+$/, '') : undefined
  const target = useTarget(
    done && { baseUrl, path: `${stemOf(server)}${done.operation.path}` },
    typeof connection === 'string' ? connection : undefined,
  )
  const sent = body ?? (done && hasFields(done.request) ? 'fields' : 'message')
  const take = (next: string | undefined) => {
    setName(next)
    setOptional(new Set())
    setBody(undefined)
  }
  const fill = async () => {
    if (!done) return
    const { operation, request, excerpt } = done
    const id = await target.settle()
    const settings = settingsOfOperation(operation, request, target.path, { optional, body: sent })
    editor.run(takeRequest(node, { ...settings, connection: id, openapi: excerpt.text }, operation.summary))
    const label = editor.document.getState().history.past.at(-1)?.label
    if (label) editor.say(label)
    onClose()
  }
  const fault = listed?.fault ?? picked?.fault
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        // What the server refuses is shown beside the choice.
        if (done && target.ready) void fill().catch(() => undefined)
      }}
    >
      <Stack gap={12}>
        <DocumentField
          text={text}
          fault={fault ? words(fault) : undefined}
          onText={(next) => {
            setText(next)
            take(undefined)
          }}
        />
        <span role="status">{listed?.done ? t('openapi.found', { count: listed.done.operations.length }) : ''}</span>
        {listed?.done ? <OperationSelect operations={listed.done.operations} value={name} onChange={take} /> : null}
        {done ? (
          <>
            <p className={styles.request}>
              <b>{done.operation.method}</b> {target.path}
            </p>
            <OperationParts
              request={done.request}
              optional={optional}
              onOptional={setOptional}
              body={sent}
              onBody={setBody}
            />
            <Notes notes={[...(done.excerpt.cut ? [CUT] : []), ...done.request.notes]} />
            <TargetChoice target={target} baseUrl={baseUrl} credential={undefined} />
          </>
        ) : null}
        <FormActions submit={t('fill')} disabled={!done || !target.ready} busy={target.busy} onCancel={onClose} />
      </Stack>
    </form>
  )
}

function listOf(text: string): Listed {
  const document = readOpenApi(text)
  return { document, operations: operationsOf(document) }
}

function pick(listed: Listed | undefined, name: string | undefined): Attempt<Picked> | undefined {
  const operation = listed?.operations.find((it) => it.name === name)
  if (!listed || !operation) return undefined
  return attempt(() => ({
    operation,
    request: readOperation(listed.document, operation),
    excerpt: excerptOf(listed.document, operation),
  }))
}

/** The path of a server's address, which may be relative. */
function stemOf(server: string): string {
  const path = URL.canParse(server, 'http://x') ? new URL(server, 'http://x').pathname : ''
  return path.replace(/\/+$/, '')
}

const CUT: Text = {
  vi: 'Lược đồ quá lớn để giữ trong luồng: chỉ giữ các trường ở những cấp ngoài, cấp sâu hơn coi như chưa biết.',
  en: 'The schemas are too large for a flow: the fields of the outer levels are kept, what lies deeper counts as unknown.',
}
