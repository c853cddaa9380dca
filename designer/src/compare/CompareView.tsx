import { ActionIcon, Switch, Tooltip } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Impact } from '#shared/api/flows.ts'
import type { Change } from '#shared/flow/diff/change.ts'
import { describeDiff } from '#shared/flow/diff/describe.ts'
import { FlowCanvas } from '../canvas/FlowCanvas.tsx'
import { type Mark, markSigns } from '../canvas/view/change-marks.ts'
import { type Catalogue, titleOfNode } from '../document/catalogue.ts'
import { useText } from '../i18n/use-text.ts'
import { ChangeList } from './ChangeList.tsx'
import styles from './compare.module.css'
import { ImpactBox } from './ImpactBox.tsx'
import { knowingTypes, type Side, type Union, unionOf } from './union.ts'

/** Two versions on one canvas with the list of changes beside it; `N` and `P` walk through the changes. Fills its parent. */
export function CompareView({
  before,
  after,
  catalogue,
  impact,
  start,
  onWalk,
  children,
}: {
  readonly before: Side
  readonly after: Side
  readonly catalogue: Catalogue
  readonly impact?: Impact | undefined
  /** The change that is shown first, from 0. */
  readonly start?: number | undefined
  readonly onWalk?: ((at: number) => void) | undefined
  /** Tools in front of the others. */
  readonly children?: ReactNode
}) {
  const { t } = useTranslation('compare')
  const text = useText()
  const [showMoved, setShowMoved] = useState(false)
  const logic = useMemo(
    () => describeDiff(before.flow, after.flow, knowingTypes(catalogue)),
    [before.flow, after.flow, catalogue],
  )
  const union = useMemo(
    () => unionOf(before, after, new Set(logic.flatMap(({ node }) => node ?? [])), showMoved),
    [before, after, logic, showMoved],
  )
  const changes = useMemo(
    () => (showMoved ? [...logic, ...movedChanges(union, catalogue)] : logic),
    [logic, showMoved, union, catalogue],
  )
  const [at, setAt] = useState<number | undefined>(start)
  const root = useRef<HTMLDivElement>(null)
  const go = (next: number): void => {
    if (changes.length === 0) return
    const place = (next + changes.length) % changes.length
    setAt(place)
    onWalk?.(place)
  }
  const walk = useRef(go)
  walk.current = go
  const here = useRef(at)
  here.current = at
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const step = stepOf(event, root.current)
      if (step === 0) return
      event.preventDefault()
      event.stopPropagation()
      walk.current(here.current === undefined ? (step > 0 ? 0 : -1) : here.current + step)
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [])
  const current = at === undefined ? undefined : changes[at]
  return (
    <div ref={root} className={styles.compare}>
      <div className={styles.toolbar}>
        {children}
        <Walk at={at} count={changes.length} onGo={go} />
        <Legend marks={showMoved ? ['added', 'changed', 'removed', 'moved'] : ['added', 'changed', 'removed']} />
        <Switch
          label={t('moved', { count: union.moved.length })}
          checked={showMoved}
          disabled={union.moved.length === 0}
          onChange={(event) => {
            setShowMoved(event.currentTarget.checked)
            setAt(undefined)
          }}
        />
      </div>
      <div className={styles.both}>
        <div className={styles.canvas}>
          <FlowCanvas
            flow={union.flow}
            layout={union.layout}
            catalogue={catalogue}
            marks={union.marks}
            selected={current?.node}
          />
        </div>
        <section className={styles.side} aria-label={t('list')}>
          {changes.length === 0 ? (
            <p className={styles.dim}>{union.moved.length > 0 ? t('onlyMoved') : t('same')}</p>
          ) : (
            <ChangeList changes={changes} selected={at} onSelect={go} />
          )}
          {impact ? <ImpactBox impact={impact} titleOf={(id) => text(titleOfNode(catalogue, after.flow, id))} /> : null}
        </section>
      </div>
    </div>
  )
}

function movedChanges({ moved, marks, flow }: Union, catalogue: Catalogue): readonly Change[] {
  return moved
    .filter((id) => marks.nodes.get(id) === 'moved')
    .map((id) => {
      const { vi, en } = titleOfNode(catalogue, flow, id)
      const sentence = { vi: `Bước “${vi}” chỉ đổi chỗ trên sơ đồ`, en: `The step “${en}” only stands elsewhere` }
      return { kind: 'changed', effect: 'look', node: id, path: `layout.at.${id}`, sentence }
    })
}

/** 1 for `N`, -1 for `P`, 0 for keys that are typed or meant for another window. */
function stepOf(event: KeyboardEvent, root: HTMLElement | null): -1 | 0 | 1 {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !root) return 0
  const target = event.target instanceof HTMLElement ? event.target : document.body
  const window = [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].at(-1)
  if (window && !window.contains(root)) return 0
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) {
    const isSwitch = target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type)
    if (!isSwitch) return 0
  }
  const key = event.key.toLowerCase()
  return key === 'n' ? 1 : key === 'p' ? -1 : 0
}

function Walk({
  at,
  count,
  onGo,
}: {
  readonly at: number | undefined
  readonly count: number
  readonly onGo: (at: number) => void
}) {
  const { t } = useTranslation('compare')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a row with the other tools
    <div className={styles.walk} role="group" aria-label={t('walk')}>
      <Tooltip label={t('previous')}>
        <ActionIcon
          size={32}
          variant="default"
          aria-label={t('previous')}
          aria-keyshortcuts="P"
          disabled={count === 0}
          onClick={() => onGo((at ?? 0) - 1)}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
      </Tooltip>
      <span role="status">{at === undefined ? t('count', { count }) : t('place', { at: at + 1, count })}</span>
      <Tooltip label={t('next')}>
        <ActionIcon
          size={32}
          variant="default"
          aria-label={t('next')}
          aria-keyshortcuts="N"
          disabled={count === 0}
          onClick={() => onGo(at === undefined ? 0 : at + 1)}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

function Legend({ marks }: { readonly marks: readonly Mark[] }) {
  const { t } = useTranslation('compare')
  return (
    <ul className={styles.legend} aria-label={t('legend')}>
      {marks.map((mark) => (
        <li key={mark}>
          <span className={styles.sign} data-mark={mark} aria-hidden>
            {markSigns[mark]}
          </span>
          {t(`marks.${mark}`)}
        </li>
      ))}
    </ul>
  )
}
