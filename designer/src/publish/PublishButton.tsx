import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconHistory, IconPlayerPause, IconPlayerPlay, IconRocket } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useHolds, useOperation } from '../api/api-context.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { notifyDone, notifyError } from '../ui/notify.ts'
import { PublishDialog } from './PublishDialog.tsx'

const STALE = ['getFlow', 'listFlows', 'listVersions', 'diffFlow'] as const

/** Publishing, and beside it pause, resume and the list of versions. */
export default function PublishButton({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('publish')
  const text = useText()
  const readOnly = useDocument((state) => state.readOnly)
  const mayOperate = useHolds('operator')
  const detail = useOperation('getFlow', { params: { id: flowId } }).data
  const pause = useAction('pauseFlow', STALE)
  const resume = useAction('resumeFlow', STALE)
  const { panels } = useEditor()
  const [open, setOpen] = useState(false)
  const [question, setQuestion] = useState<Question>()
  const paused = detail?.state === 'paused'
  const askPause = () =>
    setQuestion({
      title: t('pause.title'),
      body: t('pause.body'),
      reason: t('pause.reason'),
      action: t('pause.action'),
      run: (reason) =>
        pause.mutateAsync({ params: { id: flowId }, body: { reason } }).then(() => notifyDone(t('pause.done'))),
    })
  const doResume = () =>
    resume.mutateAsync({ params: { id: flowId } }).then(
      () => notifyDone(t('resume.done')),
      (error: unknown) => notifyError(error, text),
    )
  return (
    <>
      {readOnly ? null : (
        <Button data-tour="publish" leftSection={<IconRocket size={18} />} onClick={() => setOpen(true)}>
          {t('button')}
        </Button>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Tooltip label={t('more')} position="left">
            <ActionIcon size={36} variant="subtle" aria-label={t('more')}>
              <IconDots size={20} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconHistory size={16} />}
            onClick={() => {
              const { drawerHeight, set } = panels.getState()
              set({ drawer: true, drawerTab: 'versions', drawerHeight: Math.max(drawerHeight, 280) })
            }}
          >
            {t('versions.tab')}
          </Menu.Item>
          {mayOperate && detail?.version !== undefined ? (
            paused ? (
              <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => void doResume()}>
                {t('resume.action')}
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={askPause}>
                {t('pause.action')}
              </Menu.Item>
            )
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <PublishDialog flowId={flowId} opened={open} onClose={() => setOpen(false)} />
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </>
  )
}
