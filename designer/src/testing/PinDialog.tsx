import { Button, Group, Modal, Pagination, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDefinition, useNodeTitle, useOutPorts } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import type { Pin } from '../session/pins.ts'
import { bodyOf, textOfBody } from '../session/sample.ts'
import { useTrialStore } from '../session/TrialProvider.tsx'
import type { TrialStore } from '../session/trial-store.ts'
import { FormActions } from '../ui/FormActions.tsx'
import { MessageEditor } from '../ui/json/MessageEditor.tsx'
import { notifyDone } from '../ui/notify.ts'
import { notifyUndoable } from '../ui/notify-undoable.tsx'

/** The pinned output of a node to edit or, for a node without a pin, to make. `draft`: what to begin with. */
export function PinDialog({
  node,
  draft,
  onClose,
}: {
  readonly node: string | undefined
  readonly draft?: Pin | undefined
  readonly onClose: () => void
}) {
  const { t } = useTranslation('debug')
  const text = useText()
  const title = useNodeTitle(node ?? '')
  return (
    <Modal
      opened={node !== undefined}
      onClose={onClose}
      size="xl"
      title={node === undefined ? '' : t('pin.title', { title: text(title) })}
    >
      {node === undefined ? null : <PinForm key={node} node={node} draft={draft} onDone={onClose} />}
    </Modal>
  )
}

function PinForm({
  node,
  draft,
  onDone,
}: {
  readonly node: string
  readonly draft: Pin | undefined
  readonly onDone: () => void
}) {
  const { t } = useTranslation('debug')
  const text = useText()
  const trial = useTrialStore()
  const title = text(useNodeTitle(node))
  const ports = useOutPorts(node)
  const definition = useDefinition(node)
  const old = trial.getState().pins[node]
  const [pin] = useState<Pin>(() => old ?? draft ?? handMade(definition?.sample))
  const [texts, setTexts] = useState(() => pin.messages.map(({ body }) => textOfBody(body)))
  const [port, setPort] = useState<string | null>(pin.port ?? ports[0]?.name ?? null)
  const [number, setNumber] = useState(1)
  const [kept, setKept] = useState(pin.kept)
  const read = texts.map(bodyOf)
  const ready = read.every((it) => 'body' in it)
  const save = () => {
    const messages = pin.messages.map((message, at) => {
      const it = read[at]
      return it && 'body' in it ? { ...message, body: it.body } : message
    })
    const edited = texts.some((it, at) => it !== textOfBody(pin.messages[at]?.body))
    trial.getState().setPin(node, {
      ...pin,
      messages,
      kept,
      origin: edited ? 'hand' : pin.origin,
      ...(port === null ? {} : { port }),
    })
    notifyDone(t('pin.pinned', { title }))
    onDone()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) save()
      }}
    >
      <Stack gap={12}>
        <Text c="dimmed">{t('pin.help')}</Text>
        {kept ? null : (
          <Group gap={8}>
            <Text c="orange">{t('pin.real')}</Text>
            <Button variant="subtle" size="compact-sm" onClick={() => setKept(true)}>
              {t('pin.keep')}
            </Button>
          </Group>
        )}
        {ports.length > 1 ? (
          <Select
            label={t('pin.port')}
            allowDeselect={false}
            data={ports.map((it) => ({ value: it.name, label: text(it.title) }))}
            value={port}
            onChange={setPort}
          />
        ) : null}
        {texts.length === 0 ? <Text>{t('pin.nothing')}</Text> : null}
        {texts.length > 1 ? (
          <Group gap={12}>
            <Text>{t('pin.message', { number, count: texts.length })}</Text>
            <Pagination size="sm" total={texts.length} value={number} onChange={setNumber} />
          </Group>
        ) : null}
        {texts.length > 0 ? (
          <MessageEditor
            key={number}
            label={t('pin.body')}
            text={texts[number - 1] ?? ''}
            onChange={(next) => setTexts(texts.map((it, at) => (at === number - 1 ? next : it)))}
          />
        ) : null}
        {old ? (
          <Button
            variant="default"
            w="fit-content"
            onClick={() => {
              unpin(trial, node, {
                done: t('pin.removed', { title }),
                undo: t('pin.undo'),
              })
              onDone()
            }}
          >
            {t('pin.remove')}
          </Button>
        ) : null}
        <FormActions submit={t('pin.save')} disabled={!ready} busy={false} onCancel={onDone} />
      </Stack>
    </form>
  )
}

function handMade(sample: unknown): Pin {
  return { messages: [{ body: sample ?? {}, headers: {}, keys: {} }], origin: 'hand', kept: true }
}

/** Takes a pin away; for a while it can be brought back. */
export function unpin(trial: TrialStore, node: string, words: { readonly done: string; readonly undo: string }): void {
  const { pins, setPin } = trial.getState()
  const old = pins[node]
  if (!old) return
  setPin(node, undefined)
  notifyUndoable({ id: `unpin-${node}`, ...words, onUndo: () => setPin(node, old) })
}
