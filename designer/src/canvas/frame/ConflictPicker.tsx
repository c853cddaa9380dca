import { Radio, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { describeEdits } from '#shared/flow/diff/describe.ts'
import type { Edit } from '#shared/flow/diff/edits.ts'
import { type Conflict, conflictKey, type Side } from '#shared/flow/diff/merge.ts'
import type { Text } from '#shared/text/text.ts'
import { knowingTypes } from '../../compare/union.ts'
import type { Catalogue } from '../../document/catalogue.ts'
import { useCatalogue } from '../../document/DocumentProvider.tsx'
import type { Fork } from '../../document/merge/merge-documents.ts'
import { useText } from '../../i18n/use-text.ts'
import styles from './dialogs.module.css'

const SIDES = ['mine', 'theirs', 'base'] as const
const SIDES_APART = ['mine', 'theirs'] as const

/** What both have changed, one choice a place: mine, theirs or as it was, each in words. */
export function ConflictPicker({
  fork,
  conflicts,
  choices,
  onChoose,
}: {
  readonly fork: Fork
  readonly conflicts: readonly Conflict[]
  readonly choices: ReadonlyMap<string, Side>
  readonly onChoose: (key: string, side: Side) => void
}) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const catalogue = useCatalogue()
  const isSide = (value: string): Side => SIDES.find((it) => it === value) ?? 'mine'
  return (
    <div className={styles.conflicts}>
      {conflicts.map((conflict, at) => {
        const key = conflictKey(conflict)
        return (
          <Radio.Group
            key={key}
            name={key}
            label={t('conflict.place', { at: at + 1, count: conflicts.length })}
            value={choices.get(key) ?? ''}
            onChange={(value) => onChoose(key, isSide(value))}
          >
            <Stack gap={8} mt={4}>
              {(fork.supposed ? SIDES_APART : SIDES).map((side) => (
                <Radio
                  key={side}
                  value={side}
                  label={`${t(`conflict.sides.${side}`)}: ${text(sentenceOf(side, conflict, fork, catalogue))}`}
                />
              ))}
            </Stack>
          </Radio.Group>
        )
      })}
    </div>
  )
}

/** What a side has done at the place of a conflict, in words; for the base, that it stays as it was. */
function sentenceOf(side: Side, conflict: Conflict, { base, mine, theirs }: Fork, catalogue: Catalogue): Text {
  if (side === 'base') return { vi: 'như trước khi hai bên sửa', en: 'as it was before both changed it' }
  const compared = { before: base.flow, after: { mine, theirs }[side].flow, know: knowingTypes(catalogue) }
  const changes = describeEdits([editOf(side, conflict)], compared)
  return {
    vi: changes.map((it) => it.sentence.vi).join('; '),
    en: changes.map((it) => it.sentence.en).join('; '),
  }
}

function editOf(side: 'mine' | 'theirs', conflict: Conflict): Edit {
  const { path, base, order } = conflict
  const value = conflict[side]
  if (order) return { path, order: { before: words(base), after: words(value) } }
  return { path, ...(base === undefined ? {} : { before: base }), ...(value === undefined ? {} : { after: value }) }
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : []
}
