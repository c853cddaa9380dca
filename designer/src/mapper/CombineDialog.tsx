import { Button, Group, Modal, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dynamic } from '#shared/node/dynamic.ts'
import styles from './mapper.module.css'

/** A source that was given to a row which has one already. */
export interface Meeting {
  readonly before: Dynamic
  /** As written into the mapping. */
  readonly path: string
}

const ways = ['replace', 'join', 'first', 'add'] as const
type Way = (typeof ways)[number]

/** What two sources of one field become. */
export function combined({ before, path }: Meeting, way: Way): Dynamic {
  if (way === 'replace') return { field: path }
  const old =
    typeof before === 'object' && before !== null
      ? 'field' in before
        ? before.field
        : `(${before.expr})`
      : JSON.stringify(before)
  switch (way) {
    case 'join':
      return { expr: `${old} & " " & ${path}` }
    case 'first':
      return { expr: `$boolean(${old}) ? ${old} : ${path}` }
    default:
      return { expr: `$number(${old}) + $number(${path})` }
  }
}

/** Asks what two sources of one field mean; nothing is replaced unasked. */
export function CombineDialog({
  meeting,
  onChoose,
  onClose,
}: {
  readonly meeting: Meeting | undefined
  readonly onChoose: (value: Dynamic) => void
  readonly onClose: () => void
}) {
  const { t } = useTranslation('mapper')
  return (
    <Modal opened={meeting !== undefined} onClose={onClose} title={t('combine.title')}>
      {meeting ? (
        <Stack gap={8}>
          <p className={styles.dim}>{t('combine.lead', { path: meeting.path })}</p>
          {ways.map((way) => (
            <Button
              key={way}
              variant="default"
              justify="flex-start"
              data-autofocus={way === 'replace' || undefined}
              onClick={() => onChoose(combined(meeting, way))}
            >
              {t(`combine.ways.${way}`)}
            </Button>
          ))}
          <Group justify="flex-end">
            <Button variant="subtle" onClick={onClose}>
              {t('cancel')}
            </Button>
          </Group>
        </Stack>
      ) : null}
    </Modal>
  )
}
