import { Button, Group, Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mapping } from '#shared/mapping/mapping.ts'
import { useText } from '../i18n/use-text.ts'
import styles from './mapper.module.css'
import { mappingOfText, textOfMapping } from './mapping-text.ts'

/** The whole mapping as text, to read, copy and change; what is wrong is told with its place and nothing is taken until it is right. */
export function TextPane({
  mapping,
  disabled,
  onApply,
}: {
  readonly mapping: Mapping
  readonly disabled: boolean
  readonly onApply: (mapping: Mapping) => void
}) {
  const { t } = useTranslation('mapper')
  const text = useText()
  const now = textOfMapping(mapping)
  const [typed, setTyped] = useState(now)
  // What changes elsewhere (a gesture, undo) shows here too.
  useEffect(() => setTyped(now), [now])
  const read = mappingOfText(typed)
  const apply = () => {
    if ('mapping' in read && typed !== now) onApply(read.mapping)
  }
  return (
    <div>
      <Textarea
        label={t('text.label')}
        description={t('text.help')}
        className={styles.mono ?? ''}
        autosize
        minRows={6}
        maxRows={16}
        spellCheck={false}
        readOnly={disabled}
        value={typed}
        error={'fault' in read ? text(read.fault) : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.ctrlKey) return
          event.preventDefault()
          event.stopPropagation()
          apply()
        }}
      />
      {disabled ? null : (
        <Group gap={8} mt={8}>
          <Button disabled={'fault' in read || typed === now} onClick={apply}>
            {t('text.apply')}
          </Button>
          <Button variant="default" disabled={typed === now} onClick={() => setTyped(now)}>
            {t('text.revert')}
          </Button>
        </Group>
      )}
    </div>
  )
}
