import { Button, Group, Modal, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorCodes } from '#shared/errors/codes.ts'
import { useDefinition, useNodeTitle, useOutPorts } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { bodyOf, textOfBody } from '../session/sample.ts'
import { useTrialStore } from '../session/TrialProvider.tsx'
import type { Stub } from '../session/trial-store.ts'
import { useRunTrial } from '../session/use-run-trial.ts'
import { MessageEditor } from '../ui/json/MessageEditor.tsx'

/** Asks for what a partner would answer in a test run, or for the fault that it would have. */
export function StubDialog({ node, onClose }: { readonly node: string | undefined; readonly onClose: () => void }) {
  const { t } = useTranslation('testing')
  const text = useText()
  const title = useNodeTitle(node ?? '')
  return (
    <Modal
      opened={node !== undefined}
      onClose={onClose}
      size="xl"
      title={node === undefined ? '' : t('stub.title', { title: text(title) })}
    >
      {node === undefined ? null : <StubForm key={node} node={node} onDone={onClose} />}
    </Modal>
  )
}

type Ports = readonly { readonly name: string }[]
type Definition = ReturnType<typeof useDefinition>

/** A time-out and a decision leave the message as it is; only what a partner says has a body. */
function needsBody(ports: Ports, port: string | null, definition: Definition): boolean {
  return !definition?.stores || (port === ports[0]?.name && definition.output === 'described')
}

function outcomeOf(
  ports: Ports,
  port: string | null,
  read: ReturnType<typeof bodyOf>,
  definition: Definition,
): Stub | undefined {
  if (!needsBody(ports, port, definition)) return port === null ? undefined : { port }
  if (!('body' in read)) return undefined
  return port === null || port === ports[0]?.name ? { body: read.body } : { body: read.body, port }
}

function StubForm({ node, onDone }: { readonly node: string; readonly onDone: () => void }) {
  const { t } = useTranslation(['testing', 'tasks'])
  const text = useText()
  const trial = useTrialStore()
  const { start } = useRunTrial()
  const definition = useDefinition(node)
  const ports = useOutPorts(node)
  const old = trial.getState().stubs[node]
  const [port, setPort] = useState<string | null>(
    (old && 'port' in old ? old.port : undefined) ?? ports[0]?.name ?? null,
  )
  const [kind, setKind] = useState<'body' | 'error'>(old && 'error' in old ? 'error' : 'body')
  const [body, setBody] = useState(() => textOfBody(old && 'body' in old ? old.body : (definition?.sample ?? {})))
  const [code, setCode] = useState<string | null>(old && 'error' in old ? old.error : 'connect.timeout')
  const read = bodyOf(body)
  const codes = useErrorCodes()
  const stub =
    kind === 'error' ? (code === null ? undefined : { error: code }) : outcomeOf(ports, port, read, definition)
  const take = () => {
    trial.getState().setStub(node, stub)
    onDone()
  }
  return (
    <Stack gap={12}>
      <Text c="dimmed">{t('stub.help')}</Text>
      <SegmentedControl
        aria-label={t('stub.kind')}
        value={kind}
        onChange={(next) => setKind(next === 'error' ? 'error' : 'body')}
        data={[
          { value: 'body', label: t('stub.answers') },
          { value: 'error', label: t('stub.fails') },
        ]}
      />
      {kind === 'body' && ports.length > 1 ? (
        <Select
          label={t('tasks:stub.outcome')}
          description={definition?.stores ? t('tasks:stub.help') : undefined}
          allowDeselect={false}
          data={ports.map(({ name, title }) => ({ value: name, label: text(title) }))}
          value={port}
          onChange={setPort}
        />
      ) : null}
      {kind === 'error' ? (
        <Select label={t('stub.fault')} searchable data={[...codes]} value={code} onChange={setCode} />
      ) : needsBody(ports, port, definition) ? (
        <MessageEditor label={t('stub.body')} autoFocus text={body} onChange={setBody} />
      ) : null}
      <Group justify="flex-end" gap={8}>
        {old ? (
          <Button
            variant="default"
            onClick={() => {
              trial.getState().setStub(node, undefined)
              onDone()
            }}
          >
            {t('stub.remove')}
          </Button>
        ) : null}
        <Button variant="default" disabled={!stub} onClick={take}>
          {t('stub.use')}
        </Button>
        <Button
          disabled={!stub}
          onClick={() => {
            take()
            void start()
          }}
        >
          {t('stub.useAndRun')}
        </Button>
      </Group>
    </Stack>
  )
}

/** Faults that partners have, in words; parameters of the sentences are left open. */
function useErrorCodes(): readonly { readonly value: string; readonly label: string }[] {
  const text = useText()
  return useMemo(
    () =>
      Object.entries(errorCodes).flatMap(([value, kind]) =>
        kind.side === 'partner' ? [{ value, label: `${text(kind.message).replace(/\{\w+\}/g, '…')} (${value})` }] : [],
      ),
    [text],
  )
}
