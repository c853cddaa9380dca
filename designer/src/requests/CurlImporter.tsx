import { Stack, Textarea } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readCurl } from '#shared/request/read-curl.ts'
import { settingsOfRequest } from '#shared/request/settings-of-request.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { takeRequest } from '../document/commands/take-request.ts'
import { useNode } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { FormActions } from '../ui/FormActions.tsx'
import { attempt } from './attempt.ts'
import type { ImporterProps } from './ImportDialog.tsx'
import { Notes } from './Notes.tsx'
import styles from './requests.module.css'
import { TargetChoice } from './TargetChoice.tsx'
import { useTarget } from './use-target.ts'

/** Fills in a node from a curl command: one step of undo. The credential goes to the connection or nowhere. */
export default function CurlImporter({ node, text, onClose }: ImporterProps) {
  const { t } = useTranslation('requests')
  const words = useText()
  const editor = useEditor()
  const connection = useNode(node)?.settings?.connection
  const [command, setCommand] = useState(text)
  const read = useMemo(() => (command.trim() === '' ? undefined : attempt(() => readCurl(command))), [command])
  const request = read?.done
  const target = useTarget(
    request && { baseUrl: request.origin, path: request.path, credential: request.credential },
    typeof connection === 'string' ? connection : undefined,
  )
  const fill = async () => {
    if (!request) return
    const id = await target.settle()
    const settings = settingsOfRequest(request, target.path)
    editor.run(takeRequest(node, { ...settings, connection: id, mapping: undefined, openapi: undefined }))
    const label = editor.document.getState().history.past.at(-1)?.label
    if (label) editor.say(label)
    onClose()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        // What the server refuses is shown beside the choice.
        if (request && target.ready) void fill().catch(() => undefined)
      }}
    >
      <Stack gap={12}>
        <Textarea
          label={t('curl.label')}
          description={t('curl.help')}
          className={styles.text ?? ''}
          autosize
          minRows={5}
          maxRows={10}
          spellCheck={false}
          data-autofocus
          value={command}
          error={read?.fault ? words(read.fault) : undefined}
          onChange={(event) => setCommand(event.currentTarget.value)}
        />
        {request ? (
          <>
            <p className={styles.request} role="status">
              <b>{request.method}</b> {request.origin}
              {target.path}
              <span>
                {t('curl.found', {
                  query: request.query.length,
                  headers: request.headers.length,
                  body: t(`curl.body.${request.body?.as ?? 'none'}`),
                })}
              </span>
            </p>
            <Notes notes={request.notes} />
            <TargetChoice target={target} baseUrl={request.origin} credential={request.credential} />
          </>
        ) : null}
        <FormActions submit={t('fill')} disabled={!request || !target.ready} busy={target.busy} onCancel={onClose} />
      </Stack>
    </form>
  )
}
