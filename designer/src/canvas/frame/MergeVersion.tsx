import { Button, Group, Modal, Stack, Text, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconGitMerge } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Conflict, conflictKey, type Side } from '#shared/flow/diff/merge.ts'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'
import { useApi } from '../../api/api-context.ts'
import type { Autosave } from '../../document/autosave.ts'
import { useOpenDocument } from '../../document/DocumentProvider.tsx'
import type { Document } from '../../document/document.ts'
import { documentOf } from '../../document/document-store.ts'
import { type Choices, type Fork, forkWithoutBase, mergeDocuments } from '../../document/merge/merge-documents.ts'
import { placeMissing } from '../../document/place-missing.ts'
import { CompareSides } from './CompareSides.tsx'
import { ConflictPicker } from './ConflictPicker.tsx'
import styles from './top-bar.module.css'

interface Asked {
  readonly fork: Fork
  readonly conflicts: readonly Conflict[]
}

/** Offers to merge the version that runs now (`active`) into a draft that was begun on an older one (`base`) or before the first one. */
export function MergeVersion({
  flowId,
  base,
  active,
  autosave,
}: {
  readonly flowId: string
  readonly base: string | undefined
  readonly active: string
  readonly autosave: Autosave
}) {
  const { t } = useTranslation('canvas')
  const { client } = useApi()
  const cache = useQueryClient()
  const { document } = useOpenDocument()
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState<Asked>()
  const [comparing, setComparing] = useState(false)
  const read = async (version: string): Promise<Document | undefined> => {
    const stored = await client.call('getVersion', { params: { id: flowId, version } })
    const { flow } = parseFlow(stored.flow)
    return flow && { flow, layout: placeMissing(flow, parseLayout(stored.layout ?? { format: 1, at: {} })) }
  }
  const failed = (): void => {
    notifications.show({ message: t('mergeVersion.failed'), color: 'red' })
  }
  const take = async (merged: Document): Promise<void> => {
    setAsked(undefined)
    const saved = await autosave.mergeVersion(active, merged)
    if (saved) notifications.show({ message: t('mergeVersion.merged'), color: 'blue', autoClose: 10_000 })
    await cache.invalidateQueries({ queryKey: ['getFlow'] })
  }
  const forked = async (): Promise<Fork | undefined> => {
    const [before, theirs] = await Promise.all([base === undefined ? undefined : read(base), read(active)])
    const mine = documentOf(document.getState())
    if (base === undefined) return theirs && forkWithoutBase(mine, theirs)
    return before && theirs && { base: before, mine, theirs }
  }
  const start = async (): Promise<void> => {
    // An open conflict with another window is answered first; it has a dialog of its own.
    if (!(await autosave.flush())) return failed()
    const fork = await forked()
    if (!fork) return failed()
    const { doc, conflicts } = mergeDocuments(fork)
    if (conflicts.length > 0) setAsked({ fork, conflicts })
    else await take(doc)
  }
  return (
    <>
      <Tooltip label={t('mergeVersion.offer')}>
        <Button
          variant="light"
          size="compact-md"
          loading={busy}
          onClick={() => {
            setBusy(true)
            void start()
              .catch(failed)
              .finally(() => setBusy(false))
          }}
        >
          <IconGitMerge size={16} aria-hidden />
          <span className={styles.mergeWords}>{t('mergeVersion.offer')}</span>
        </Button>
      </Tooltip>
      <Modal
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        closeOnEscape={!comparing}
        size="xl"
        title={t('mergeVersion.offer')}
      >
        {asked ? (
          <Pick
            asked={asked}
            comparing={comparing}
            onCompare={setComparing}
            onCancel={() => setAsked(undefined)}
            onMerge={(choices) => {
              const fork = { ...asked.fork, mine: documentOf(document.getState()) }
              void take(mergeDocuments(fork, choices).doc)
            }}
          />
        ) : null}
      </Modal>
    </>
  )
}

function Pick({
  asked: { fork, conflicts },
  comparing,
  onCompare,
  onCancel,
  onMerge,
}: {
  readonly asked: Asked
  readonly comparing: boolean
  readonly onCompare: (open: boolean) => void
  readonly onCancel: () => void
  readonly onMerge: (choices: Choices) => void
}) {
  const { t } = useTranslation('canvas')
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map())
  const missing = conflicts.some((it) => !choices.has(conflictKey(it)))
  return (
    <Stack gap="md">
      <Text>
        {fork.supposed ? `${t('mergeVersion.apart')} ` : ''}
        {t('conflict.pick', { count: conflicts.length })}
      </Text>
      <ConflictPicker
        fork={fork}
        conflicts={conflicts}
        choices={choices}
        onChoose={(key, side) => setChoices(new Map(choices).set(key, side))}
      />
      <CompareSides theirs={fork.theirs} mine={fork.mine} open={comparing} onOpen={onCompare} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t('mergeVersion.cancel')}
        </Button>
        <Button disabled={missing} onClick={() => onMerge(choices)}>
          {t('conflict.merge')}
        </Button>
      </Group>
    </Stack>
  )
}
