import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '#shared/api/runs.ts'
import type { TestCase } from '#shared/api/test-cases.ts'
import { useNodeTitles } from '../document/use-version.ts'
import { bodyOf, textOfBody } from '../session/sample.ts'
import { JsonView } from '../ui/json/JsonView.tsx'
import { MessageEditor } from '../ui/json/MessageEditor.tsx'
import { Section } from '../ui/Section.tsx'
import { nodeOfPath } from './step-model.ts'

/** What will be kept of a run, in parts that people know: the message, what partners answer, what must come of it. */
export function CasePreview({
  run,
  case: it,
  onChange,
}: {
  run: Run
  case: TestCase
  onChange: (edited: TestCase) => void
}) {
  const { t } = useTranslation('cases')
  const titles = useNodeTitles(run.flow, run.version)
  const named = (place: string): string => titles.of(nodeOfPath(place))
  const stubs = Object.entries(it.stubs)
  const { steps, notReached, ...whole } = it.expect
  return (
    <Stack gap={4} role="group" aria-label={t('save.preview')}>
      <Section title={t('save.message')} open>
        <CaseBody
          label={t('save.message')}
          body={it.input.body ?? null}
          onChange={(body) => onChange({ ...it, input: { ...it.input, body } })}
        />
      </Section>
      <Section title={t('save.answers', { count: stubs.length })}>
        {stubs.map(([place, stub]) => (
          <Stack key={place} gap={4} mb={8}>
            <Text fw={500}>{named(place)}</Text>
            {'body' in stub ? (
              <CaseBody
                label={named(place)}
                body={stub.body}
                onChange={(body) => onChange({ ...it, stubs: { ...it.stubs, [place]: { ...stub, body } } })}
              />
            ) : (
              <Text>
                {'error' in stub ? t('save.fails', { code: stub.error }) : titles.port(nodeOfPath(place), stub.port)}
              </Text>
            )}
          </Stack>
        ))}
      </Section>
      <Section title={t('save.expected')}>
        <JsonView value={whole} height={240} label={t('save.expected')} />
        {Object.entries(steps).map(([place, expected]) => (
          <Stack key={place} gap={4} mt={8}>
            <Text fw={500}>{named(place)}</Text>
            <JsonView value={expected} height={240} label={named(place)} />
          </Stack>
        ))}
        {notReached.length > 0 ? (
          <Text mt={8}>{t('save.notReached', { steps: notReached.map(named).join(', ') })}</Text>
        ) : null}
      </Section>
    </Stack>
  )
}

/** A body as it is being typed; what is not right yet is not taken over. */
function CaseBody({ label, body, onChange }: { label: string; body: unknown; onChange: (body: unknown) => void }) {
  const [text, setText] = useState(() => textOfBody(body))
  return (
    <MessageEditor
      label={label}
      text={text}
      onChange={(next) => {
        setText(next)
        const read = bodyOf(next)
        if ('body' in read) onChange(read.body)
      }}
    />
  )
}
