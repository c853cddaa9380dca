import { Button, Group, Stack, Text } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop, IconPlayerTrackNext } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunStep } from '#shared/api/runs.ts'
import { useDefinition } from '../document/DocumentProvider.tsx'
import { messageIn } from '../formula/message-scope.ts'
import { useText } from '../i18n/use-text.ts'
import { bodyOf, textOfBody } from '../session/sample.ts'
import { useTrial } from '../session/TrialProvider.tsx'
import { useRunTrial, useStepTitle } from '../session/use-run-trial.ts'
import { JsonView } from '../ui/json/JsonView.tsx'
import { MessageEditor } from '../ui/json/MessageEditor.tsx'
import styles from './testing.module.css'

/** A test run that stands at a breakpoint: the message that is about to enter, and how to go on. */
export function HeldPanel({ step, others }: { readonly step: RunStep; readonly others: number }) {
  const { t } = useTranslation('debug')
  const text = useText()
  const titleOf = useStepTitle()
  const { goOn, giveUp } = useRunTrial()
  const running = useTrial((state) => state.running)
  const gathers = useDefinition(step.node)?.gathers === true
  const message = messageIn(step.input)
  const original = textOfBody(message.body ?? null)
  const [typed, setTyped] = useState(original)
  const read = bodyOf(typed)
  const edited = typed !== original && 'body' in read
  const go = (way: 'continue' | 'step') => {
    if (!('body' in read)) return
    void goOn(way, edited ? { [step.path]: { ...message, body: read.body } } : {})
  }
  const ready = 'body' in read && !running
  return (
    <Stack
      gap={8}
      className={styles.held ?? ''}
      role="region"
      aria-label={t('stop.at', { title: text(titleOf(step.node)) })}
    >
      <Group gap={8}>
        <strong role="status">
          {t('stop.at', { title: text(titleOf(step.node)) })}
          {others > 0 ? ` ${t('stop.more', { count: others })}` : ''}
          {edited ? ` · ${t('stop.edited')}` : ''}
        </strong>
        <Button leftSection={<IconPlayerPlay size={16} />} disabled={!ready} onClick={() => go('continue')}>
          {t('stop.goOn')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlayerTrackNext size={16} />}
          disabled={!ready}
          onClick={() => go('step')}
        >
          {t('stop.step')}
        </Button>
        <Button variant="default" leftSection={<IconPlayerStop size={16} />} disabled={running} onClick={giveUp}>
          {t('stop.end')}
        </Button>
      </Group>
      <Text c="dimmed">{t('stop.message')}</Text>
      {gathers ? (
        <JsonView value={message.body} label={t('stop.message')} height={280} />
      ) : (
        <MessageEditor label={t('stop.message')} text={typed} onChange={setTyped} />
      )}
      <Text c="dimmed">{t('stop.free')}</Text>
    </Stack>
  )
}
