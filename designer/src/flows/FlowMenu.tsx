import { ActionIcon, Menu } from '@mantine/core'
import {
  IconDotsVertical,
  IconListDetails,
  IconPlayerPause,
  IconPlayerPlay,
  IconRoute,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { FlowSummary } from '#shared/api/flows.ts'
import { useAction, useHolds } from '../api/api-context.ts'
import { useText } from '../i18n/use-text.ts'
import type { Question } from '../ui/ConfirmDialog.tsx'
import { notifyDone, notifyError } from '../ui/notify.ts'

/** What may be done with one flow of the list, by the person's role. */
export function FlowMenu({ flow, onAsk }: { flow: FlowSummary; onAsk: (question: Question) => void }) {
  const { t } = useTranslation(['flows', 'common'])
  const text = useText()
  const mayOperate = useHolds('operator')
  const mayChange = useHolds('designer')
  const pause = useAction('pauseFlow', ['listFlows', 'getFlow'])
  const resume = useAction('resumeFlow', ['listFlows', 'getFlow'])
  const remove = useAction('deleteFlow', ['listFlows'])
  const params = { id: flow.id }
  const title = flow.title
  const askPause = () =>
    onAsk({
      title: t('pause.title', { title }),
      body: t('pause.body'),
      reason: t('pause.reason'),
      action: t('pause.action'),
      run: (reason) =>
        pause.mutateAsync({ params, body: { reason } }).then(() => notifyDone(t('pause.done', { title }))),
    })
  // The dialog has said that runs are open; typing the id is the consent that the server asks for.
  const force = flow.counts.open > 0 ? ({ query: { force: 'true' } } as const) : {}
  const askDelete = () =>
    onAsk({
      title: t('delete.title', { title }),
      body: flow.counts.open > 0 ? t('delete.open', { count: flow.counts.open }) : t('delete.body'),
      typed: flow.id,
      action: t('delete.action'),
      danger: true,
      run: () => remove.mutateAsync({ params, ...force }).then(() => notifyDone(t('delete.done', { title }))),
    })
  const resumeNow = () =>
    resume.mutateAsync({ params }).then(
      () => notifyDone(t('resume.done', { title })),
      (error: unknown) => notifyError(error, text),
    )
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('menu', { title })}>
          <IconDotsVertical size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconRoute size={16} />} component={Link} to={`/luong/${flow.id}`}>
          {t('open')}
        </Menu.Item>
        <Menu.Item leftSection={<IconListDetails size={16} />} component={Link} to={`/lan-chay?flow=${flow.id}`}>
          {t('seeRuns')}
        </Menu.Item>
        {mayOperate && flow.state === 'paused' ? (
          <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => void resumeNow()}>
            {t('resume.action')}
          </Menu.Item>
        ) : null}
        {mayOperate && (flow.state === 'published' || flow.state === 'changed') ? (
          <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={askPause}>
            {t('pause.action')}
          </Menu.Item>
        ) : null}
        {mayChange ? (
          <>
            <Menu.Divider role="separator" />
            <Menu.Item leftSection={<IconTrash size={16} />} c="var(--lt-error)" onClick={askDelete}>
              {t('delete.action')}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
