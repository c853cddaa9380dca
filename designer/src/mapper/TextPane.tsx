import { Button, Group, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Mapping } from '#shared/mapping/mapping.ts'
import { useText } from '../i18n/use-text.ts'
import styles from './mapper.module.css'
import { mappingOfText, textOfMapping } from './mapping-text.ts'

/** A text that was typed and is not applied yet, and what the mapping said when the typing began. */
export interface TypedText {
  readonly text: string
  readonly from: string
}

/** The whole mapping as text, to read, copy and change; what is wrong is told with its place and nothing is taken until it is right. */
export function TextPane({
  mapping,
  disabled,
  typed,
  onType,
  onApply,
}: {
  readonly mapping: Mapping
  readonly disabled: boolean
  /** Undefined while the text is that of the mapping. */
  readonly typed: TypedText | undefined
  readonly onType: (typed: TypedText | undefined) => void
  readonly onApply: (mapping: Mapping) => void
}) {
  const { t } = useTranslation('mapper')
  const text = useText()
  const now = textOfMapping(mapping)
  const shown = typed?.text ?? now
  const read = mappingOfText(shown)
  const apply = () => {
    if (!('mapping' in read) || !typed) return
    onApply(read.mapping)
    onType(undefined)
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
        value={shown}
        error={'fault' in read ? text(read.fault) : undefined}
        onChange={({ currentTarget: { value } }) =>
          onType(value === now ? undefined : { text: value, from: typed?.from ?? now })
        }
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.ctrlKey) return
          event.preventDefault()
          event.stopPropagation()
          apply()
        }}
      />
      {disabled ? null : (
        <Group gap={8} mt={8}>
          <Button disabled={'fault' in read || !typed} onClick={apply}>
            {t('text.apply')}
          </Button>
          <Button variant="default" disabled={!typed} onClick={() => onType(undefined)}>
            {t('text.revert')}
          </Button>
          {typed && typed.from !== now ? <span role="status">{t('text.changedMeanwhile')}</span> : null}
        </Group>
      )}
    </div>
  )
}
