import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core'
import { IconArrowsMaximize, IconArrowsMinimize } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../CopyButton.tsx'
import { JsonTree } from './JsonTree.tsx'
import styles from './json.module.css'
import type { JsonDiff } from './json-diff.ts'

/** Longest text shown in the text view; the rest can be copied. */
const LONGEST_TEXT = 200_000

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? ''))

const kilobytes = (length: number): string => `${Math.max(1, Math.round(length / 1024))} KB`

/**
 * The body of a message as a readable tree or as text. `height` is the tallest it grows ('fill' takes its container);
 * `diff` marks what changed.
 */
export function JsonView({
  value,
  raw,
  diff,
  height = 360,
  label,
}: {
  value: unknown
  /** The text that the tree was read from; without it the tree is written out. */
  raw?: string | undefined
  diff?: JsonDiff | undefined
  height?: number | 'fill'
  label?: string
}) {
  const { t } = useTranslation()
  const structured = typeof value === 'object' && value !== null
  const [view, setView] = useState<'tree' | 'text'>('tree')
  const [openAll, setOpenAll] = useState<boolean>()
  const text = useMemo(() => raw ?? asText(value), [raw, value])
  if (value === undefined || value === '') return <div className={styles.empty}>{t('json.empty')}</div>
  const tree = structured && view === 'tree'
  return (
    <div className={styles.view} data-fill={height === 'fill' || undefined}>
      <div className={styles.tools}>
        {structured ? (
          <SegmentedControl
            size="xs"
            value={view}
            onChange={(next) => setView(next === 'text' ? 'text' : 'tree')}
            data={[
              { value: 'tree', label: t('json.tree') },
              { value: 'text', label: t('json.text') },
            ]}
          />
        ) : null}
        <span className={styles.gap} />
        {tree ? (
          <Tooltip label={openAll ? t('json.collapse') : t('json.expand')} withinPortal>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={openAll ? t('json.collapse') : t('json.expand')}
              onClick={() => setOpenAll(!openAll)}
            >
              {openAll ? <IconArrowsMinimize size={16} /> : <IconArrowsMaximize size={16} />}
            </ActionIcon>
          </Tooltip>
        ) : null}
        <CopyButton text={text} label={t('json.copyAll')} />
      </div>
      {tree ? (
        <JsonTree
          key={String(openAll)}
          value={value}
          diff={diff}
          openAll={openAll}
          height={height}
          label={label ?? t('json.label')}
        />
      ) : (
        <PlainText text={text} height={height} label={label ?? t('json.label')} />
      )}
    </div>
  )
}

function PlainText({ text, height, label }: { text: string; height: number | 'fill'; label: string }) {
  const { t } = useTranslation()
  const [whole, setWhole] = useState(false)
  const cut = !whole && text.length > LONGEST_TEXT
  return (
    <>
      <section className={styles.textBox} style={height === 'fill' ? {} : { maxHeight: height }} aria-label={label}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre className={styles.text} tabIndex={0}>
          {cut ? text.slice(0, LONGEST_TEXT) : text}
        </pre>
      </section>
      {cut ? (
        <div className={styles.cut}>
          {t('json.cut', { shown: kilobytes(LONGEST_TEXT), total: kilobytes(text.length) })}
          {text.length < 2_000_000 ? (
            <Button variant="subtle" size="compact-sm" onClick={() => setWhole(true)}>
              {t('actions.more')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  )
}
