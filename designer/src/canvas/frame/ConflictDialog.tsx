import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Autosave } from '../../document/autosave.ts'
import { dateTimeText } from '../../ui/time-text.ts'

/** Somebody saved the same draft in between: nothing is thrown away before a person has chosen. */
export function ConflictDialog({ autosave }: { readonly autosave: Autosave }) {
  const { t } = useTranslation('canvas')
  const state = useStore(autosave.state)
  const [busy, setBusy] = useState(false)
  const answer = (act: () => Promise<void>): void => {
    setBusy(true)
    void act().finally(() => setBusy(false))
  }
  const theirs = state.is === 'conflict' ? state.theirs : undefined
  return (
    <Modal
      opened={state.is === 'conflict'}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('conflict.title')}
    >
      <Stack gap="md">
        <Text>
          {theirs?.by
            ? t('conflict.by', { by: theirs.by, at: theirs.savedAt ? dateTimeText(theirs.savedAt) : '' })
            : t('conflict.elsewhere')}
        </Text>
        <Text>{t('conflict.choose')}</Text>
        <Group justify="flex-end">
          <Button variant="default" disabled={busy} onClick={() => answer(autosave.takeTheirs)}>
            {t('conflict.takeTheirs')}
          </Button>
          <Button disabled={busy} onClick={() => answer(autosave.keepMine)}>
            {t('conflict.keepMine')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
