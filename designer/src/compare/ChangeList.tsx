import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type Change, EFFECTS } from '#shared/flow/diff/change.ts'
import { markSigns } from '../canvas/view/change-marks.ts'
import { useText } from '../i18n/use-text.ts'
import styles from './compare.module.css'
import { TextLines } from './TextLines.tsx'

/** Changes in sentences, by what they have an effect on. With `onSelect` each is a button that shows it on the canvas. */
export function ChangeList({
  changes,
  selected,
  onSelect,
}: {
  readonly changes: readonly Change[]
  readonly selected?: number | undefined
  readonly onSelect?: ((at: number) => void) | undefined
}) {
  const { t } = useTranslation('compare')
  const groups = EFFECTS.map((effect) => ({
    effect,
    own: changes.map((change, at) => ({ change, at })).filter(({ change }) => change.effect === effect),
  })).filter(({ own }) => own.length > 0)
  return (
    <div className={styles.groups}>
      {groups.map(({ effect, own }) => (
        <section key={effect} aria-label={t(`effects.${effect}`)}>
          <h3 className={styles.group}>
            {t(`effects.${effect}`)} <span className={styles.count}>{own.length}</span>
          </h3>
          <ul className={styles.changes}>
            {own.map(({ change, at }) => (
              <ChangeRow
                key={at}
                change={change}
                current={at === selected}
                onSelect={onSelect ? () => onSelect(at) : undefined}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function ChangeRow({
  change,
  current,
  onSelect,
}: {
  readonly change: Change
  readonly current: boolean
  readonly onSelect: (() => void) | undefined
}) {
  const { t } = useTranslation('compare')
  const text = useText()
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const words = (
    <>
      <span className={styles.sign} data-mark={change.kind} role="img" aria-label={t(`marks.${change.kind}`)}>
        {markSigns[change.kind]}
      </span>
      <span className={styles.sentence}>{text(change.sentence)}</span>
    </>
  )
  return (
    <li ref={row} className={styles.change} data-current={current || undefined}>
      {onSelect ? (
        <button type="button" className={styles.pick} aria-current={current ? 'true' : undefined} onClick={onSelect}>
          {words}
        </button>
      ) : (
        <span className={styles.pick}>{words}</span>
      )}
      {change.lines ? <TextLines lines={change.lines} /> : <Values change={change} open={current} />}
    </li>
  )
}

/** Values that no sentence holds, before and after. */
function Values({ change, open }: { readonly change: Change; readonly open: boolean }) {
  const { t } = useTranslation('compare')
  const { before, after } = change
  // A wire's sentence names both of its ends.
  const isWire = change.path.split('.')[2] === 'to'
  if (isWire || (!isLong(before) && !isLong(after))) return null
  return (
    <details className={styles.values} open={open || undefined}>
      <summary>{t('values')}</summary>
      <dl>
        <dt>{t('before')}</dt>
        <dd>{before === undefined ? t('nothing') : <code>{shown(before)}</code>}</dd>
        <dt>{t('after')}</dt>
        <dd>{after === undefined ? t('nothing') : <code>{shown(after)}</code>}</dd>
      </dl>
    </details>
  )
}

function isLong(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || (typeof value === 'string' && value.length > 80)
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1)
  return text.length > 4000 ? `${text.slice(0, 4000)}…` : text
}
