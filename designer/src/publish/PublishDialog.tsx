import { Button, Group, Loader, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { IconCircleCheck, IconVersions } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useOperation } from '../api/api-context.ts'
import { type ApiError, asApiError } from '../api/api-error.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { useOpenDocument, useProblems } from '../document/DocumentProvider.tsx'
import { ProblemList } from '../problems/ProblemList.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { DraftChanges } from './DraftChanges.tsx'
import { LONGEST_NAME } from './NameDialog.tsx'
import { PublishedView } from './PublishedView.tsx'
import styles from './publish.module.css'

/** Checks, differences, a note, and then the new version. */
export function PublishDialog({
  flowId,
  opened,
  onClose,
}: {
  readonly flowId: string
  readonly opened: boolean
  readonly onClose: () => void
}) {
  const { t } = useTranslation('publish')
  const [version, setVersion] = useState<string>()
  useEffect(() => {
    if (opened) setVersion(undefined)
  }, [opened])
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={t(version ? 'done.title' : 'title')}>
      {version === undefined ? (
        <Saved>
          <Form flowId={flowId} onPublished={setVersion} onClose={onClose} />
        </Saved>
      ) : (
        <PublishedView flowId={flowId} onClose={onClose} />
      )}
    </Modal>
  )
}

/** Waits until the server has what is on the screen: problems and differences are of the saved draft. */
function Saved({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('publish')
  const { autosave } = useOpenDocument()
  const [saved, setSaved] = useState<boolean>()
  useEffect(() => {
    let gone = false
    void (autosave?.flush() ?? Promise.resolve(true)).then((ok) => {
      if (!gone) setSaved(ok)
    })
    return () => {
      gone = true
    }
  }, [autosave])
  if (saved === undefined)
    return (
      <p className={styles.wait} role="status">
        <Loader size={16} /> {t('saving')}
      </p>
    )
  return saved ? children : <p role="alert">{t('unsaved')}</p>
}

function Form({
  flowId,
  onPublished,
  onClose,
}: {
  readonly flowId: string
  readonly onPublished: (version: string) => void
  readonly onClose: () => void
}) {
  const { t } = useTranslation('publish')
  const publish = useAction('publishFlow', ['getFlow', 'listFlows', 'listVersions', 'diffFlow'])
  const { autosave } = useOpenDocument()
  const problems = useProblems((state) => state.problems)
  const [note, setNote] = useState('')
  const [name, setName] = useState('')
  const [error, setError] = useState<ApiError>()
  const versions = useOperation('listVersions', { params: { id: flowId } })
  const active = versions.data?.versions.find((it) => it.active)
  const blocked = problems.some((it) => it.severity === 'error')
  const go = async () => {
    setError(undefined)
    try {
      const { version } = await publish.mutateAsync({
        params: { id: flowId },
        body: { note: note.trim(), name: name.trim() },
      })
      autosave?.published(version)
      onPublished(version)
    } catch (thrown) {
      setError(asApiError(thrown))
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!blocked && !publish.isPending) void go()
      }}
    >
      <Stack gap={16}>
        <section aria-label={t('problems.title')}>
          <h3 className={styles.heading}>{t('problems.title')}</h3>
          {problems.length === 0 ? (
            <p className={styles.good}>
              <IconCircleCheck size={18} aria-hidden /> {t('problems.none')}
            </p>
          ) : (
            <ProblemList
              problems={problems}
              lead={(count) => (count > 0 ? t('problems.blocked', { count }) : t('problems.warnings'))}
              onGo={onClose}
            />
          )}
        </section>
        <section aria-label={t('changes.title')}>
          <h3 className={styles.heading}>{t('changes.title')}</h3>
          {versions.data === undefined ? (
            <Loader size={16} />
          ) : active ? (
            <>
              <DraftChanges flowId={flowId} active={active.version} />
              <ShadowLink onGo={onClose} />
            </>
          ) : (
            <p className={styles.dim}>{t('changes.first')}</p>
          )}
        </section>
        <Textarea
          label={t('note.label')}
          description={t('note.help')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <TextInput
          label={t('name.optional')}
          description={t('name.help')}
          maxLength={LONGEST_NAME}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {active && active.open > 0 ? <p className={styles.dim}>{t('openRuns', { count: active.open })}</p> : null}
        {error ? <ErrorCard error={error} /> : null}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" disabled={blocked} loading={publish.isPending}>
            {t('button')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** To the drawer where past messages are run through the draft before it is published. */
function ShadowLink({ onGo }: { readonly onGo: () => void }) {
  const { t } = useTranslation('shadow')
  const { panels } = useEditor()
  return (
    <Button
      variant="subtle"
      size="compact-md"
      leftSection={<IconVersions size={16} />}
      onClick={() => {
        const { drawerHeight, set } = panels.getState()
        set({ drawer: true, drawerTab: 'shadow', drawerHeight: Math.max(drawerHeight, 360) })
        onGo()
      }}
    >
      {t('openFromPublish')}
    </Button>
  )
}
