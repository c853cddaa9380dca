import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mapping } from '#shared/mapping/mapping.ts'
import { bodyOf } from '../session/sample.ts'
import { mergeTargets, targetsFrom } from './from-sample.ts'
import styles from './mapper.module.css'
import { childrenOf } from './mapping-edits.ts'

const count = (mapping: Mapping): number => mapping.reduce((sum, it) => sum + 1 + count(childrenOf(it) ?? []), 0)

/** Makes target fields from an example of the wanted result. */
export function FromSampleDialog({
  mapping,
  opened,
  onClose,
  onApply,
}: {
  readonly mapping: Mapping
  readonly opened: boolean
  readonly onClose: () => void
  readonly onApply: (mapping: Mapping) => void
}) {
  const { t } = useTranslation('mapper')
  const [text, setText] = useState('')
  const read = bodyOf(text)
  const wanted = 'body' in read ? targetsFrom(read.body) : []
  const merged = mergeTargets(mapping, wanted)
  const more = count(merged) - count(mapping)
  const wrong =
    text.trim() === ''
      ? undefined
      : 'wrongLine' in read
        ? t('fromSample.wrong', { line: read.wrongLine })
        : wanted.length === 0
          ? t('fromSample.noFields')
          : undefined
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={t('fromSample.title')}>
      <Stack gap={12}>
        <Textarea
          label={t('fromSample.label')}
          description={t('fromSample.help')}
          className={styles.mono ?? ''}
          autosize
          minRows={8}
          maxRows={20}
          spellCheck={false}
          data-autofocus
          value={text}
          error={wrong}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            disabled={more === 0}
            onClick={() => {
              onApply(merged)
              setText('')
              onClose()
            }}
          >
            {t('fromSample.apply', { count: more })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
