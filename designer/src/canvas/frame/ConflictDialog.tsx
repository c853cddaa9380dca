import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { conflictKey, type Side } from '#shared/flow/diff/merge.ts'
import type { Autosave, SaveState } from '../../document/autosave.ts'
import { useOpenDocument } from '../../document/DocumentProvider.tsx'
import { documentOf } from '../../document/document-store.ts'
import { dateTimeText } from '../../ui/time-text.ts'
import { CompareSides } from './CompareSides.tsx'
import { ConflictPicker } from './ConflictPicker.tsx'

/** Somebody saved the same draft in between: nothing is thrown away before a person has chosen, field by field or as a whole. */
export function ConflictDialog({ autosave }: { readonly autosave: Autosave }) {
  const { t } = useTranslation('canvas')
  const state = useStore(autosave.state)
  const theirs = state.is === 'conflict' ? state.theirs : undefined
  return (
    <Modal
      opened={state.is === 'conflict'}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size={state.is === 'conflict' && state.merge ? 'xl' : 'md'}
      title={t('conflict.title')}
    >
      <Stack gap="md">
        <Text>
          {theirs?.by
            ? t('conflict.by', { by: theirs.by, at: theirs.savedAt ? dateTimeText(theirs.savedAt) : '' })
            : t('conflict.elsewhere')}
        </Text>
        {state.is === 'conflict' ? <Choice state={state} autosave={autosave} /> : null}
      </Stack>
    </Modal>
  )
}

function Choice({
  state: { merge, theirs },
  autosave,
}: {
  readonly state: Extract<SaveState, { is: 'conflict' }>
  readonly autosave: Autosave
}) {
  const { t } = useTranslation('canvas')
  const { document } = useOpenDocument()
  const [busy, setBusy] = useState(false)
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map())
  const [comparing, setComparing] = useState(false)
  const answer = (act: () => Promise<void>): void => {
    setBusy(true)
    void act().finally(() => setBusy(false))
  }
  const missing = merge?.conflicts.filter((it) => !choices.has(conflictKey(it))).length ?? 0
  return (
    <>
      <Text>{merge ? t('conflict.pick', { count: merge.conflicts.length }) : t('conflict.choose')}</Text>
      {merge ? (
        <ConflictPicker
          fork={merge.fork}
          conflicts={merge.conflicts}
          choices={choices}
          onChoose={(key, side) => setChoices(new Map(choices).set(key, side))}
        />
      ) : null}
      {theirs ? (
        <CompareSides
          theirs={theirs}
          mine={merge?.fork.mine ?? documentOf(document.getState())}
          open={comparing}
          onOpen={setComparing}
        />
      ) : null}
      <Group justify="flex-end">
        <Button variant="default" disabled={busy} onClick={() => answer(autosave.takeTheirs)}>
          {t('conflict.takeTheirs')}
        </Button>
        <Button variant={merge ? 'default' : 'filled'} disabled={busy} onClick={() => answer(autosave.keepMine)}>
          {t('conflict.keepMine')}
        </Button>
        {merge ? (
          <Button disabled={missing > 0} loading={busy} onClick={() => answer(() => autosave.mergeBoth(choices))}>
            {t('conflict.merge')}
          </Button>
        ) : null}
      </Group>
    </>
  )
}
