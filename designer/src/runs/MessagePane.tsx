import { SegmentedControl } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type BodyDiff, beforeDiff } from '../ui/json/body-diff.ts'
import { JsonView } from '../ui/json/JsonView.tsx'
import { withoutKind } from '../ui/json/json-diff.ts'
import styles from './runs.module.css'
import type { messageIn } from './step-model.ts'

/** One side of a step: the body with what changed marked, or headers and keys. */
export function MessagePane({
  title,
  message,
  bodies,
  marked,
  side,
  children,
}: {
  title: string
  message: ReturnType<typeof messageIn>
  bodies: BodyDiff | undefined
  marked: boolean
  side: 'before' | 'after'
  children?: ReactNode
}) {
  const { t } = useTranslation('runs')
  const [part, setPart] = useState<'body' | 'headers'>('body')
  const { body } = message
  const diff = useMemo(
    () => (side === 'before' ? beforeDiff(bodies) : withoutKind(bodies?.diff, 'removed')),
    [bodies, side],
  )
  return (
    <div className={styles.pane}>
      <div className={styles.paneHead}>
        <h3>{title}</h3>
        <SegmentedControl
          size="xs"
          aria-label={title}
          value={part}
          onChange={(next) => setPart(next === 'headers' ? 'headers' : 'body')}
          data={[
            { value: 'body', label: t('view.body') },
            { value: 'headers', label: t('view.headers') },
          ]}
        />
        {children}
      </div>
      {part === 'body' ? (
        <JsonView
          value={bodies ? bodies[side] : body}
          raw={typeof body === 'string' ? body : undefined}
          diff={marked ? diff : undefined}
          height={480}
          label={`${title} – ${t('view.body')}`}
        />
      ) : (
        <dl className={styles.pairs}>
          {[...Object.entries(message.keys), ...Object.entries(message.headers)].map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{String(value)}</dd>
            </div>
          ))}
          {Object.keys(message.headers).length + Object.keys(message.keys).length === 0 ? (
            <span className={styles.dim}>{t('view.noHeaders')}</span>
          ) : null}
        </dl>
      )}
    </div>
  )
}
