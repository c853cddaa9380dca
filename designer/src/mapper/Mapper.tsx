import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mapping } from '#shared/mapping/mapping.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import type { Dynamic } from '#shared/node/dynamic.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { useOpenDocument } from '../document/DocumentProvider.tsx'
import { useFormulaScope } from '../formula/FormulaScope.tsx'
import { previewOfMapping } from '../formula/preview-request.ts'
import { SourceTree } from '../formula/SourceTree.tsx'
import { flatFields, type SourceField } from '../formula/source-tree.ts'
import { usePreview } from '../formula/use-preview.ts'
import type { FieldProblem } from '../ui/fields/field-contract.ts'
import { AutoMatchDialog } from './AutoMatchDialog.tsx'
import { proposeMatches } from './auto-match.ts'
import { BelowPane } from './BelowPane.tsx'
import { CombineDialog, type Meeting } from './CombineDialog.tsx'
import { Curves } from './Curves.tsx'
import { DeclareSource } from './DeclareSource.tsx'
import { dropSource } from './drop-source.ts'
import { MapperToolbar } from './MapperToolbar.tsx'
import styles from './mapper.module.css'
import {
  finished,
  type ItemPath,
  itemAt,
  kindOf,
  moveItem,
  placeAfterRemoval,
  placeOfProblem,
  placeOfTarget,
  removeItem,
  unfinishedCount,
  withItem,
} from './mapping-edits.ts'
import { type AddedPart, RowDetail } from './RowDetail.tsx'
import { readMapping } from './read-mapping.ts'
import { brokenLines } from './repair.ts'
import { wiresOfMapping } from './source-paths.ts'
import { rowKey, TargetRows } from './TargetRows.tsx'

/** The mapper: source fields on the left, target rows on the right, the result on the example below. */
export default function Mapper({
  value,
  onChange,
  disabled,
  path: place,
  problems,
  wanted,
}: {
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly disabled: boolean
  /** Place of the mapping in the settings, and the problems below it. */
  readonly path: string
  readonly problems: readonly FieldProblem[]
  /** What has to be made, where the node knows it. */
  readonly wanted?: JsonSchema | undefined
}) {
  const { t } = useTranslation(['mapper', 'formula'])
  const { document } = useOpenDocument()
  const { undo, redo } = useEditor()
  const { vocabulary, scope, arrives } = useFormulaScope()
  const stage = useRef<HTMLDivElement>(null)
  const mapping = useMemo(() => readMapping(value), [value])
  const [selected, setSelected] = useState<ItemPath>()
  // The details of a row that was just added start anew, with the focus where it is filled in.
  const [added, setAdded] = useState<{ readonly count: number; readonly part?: AddedPart }>({ count: 0 })
  const chosen = selected && itemAt(mapping, selected) ? selected : undefined
  const known = useMemo(() => new Set(flatFields(vocabulary.fields).map((it) => it.path)), [vocabulary])
  const wires = useMemo(() => wiresOfMapping(mapping, known), [mapping, known])
  const used = useMemo(() => new Set(wires.map((it) => it.source)), [wires])
  const request = useMemo(
    () => (scope.origin === 'none' ? undefined : previewOfMapping(finished(mapping), scope)),
    [mapping, scope],
  )
  const preview = usePreview(request)
  const target = preview.is === 'error' ? preview.error.details?.target : undefined
  const faultAt = typeof target === 'string' ? placeOfTarget(mapping, target) : undefined
  const broken = useMemo(() => brokenLines(mapping, arrives, vocabulary.fields), [mapping, arrives, vocabulary])
  const brokenAt = useMemo(() => new Set(broken.map((it) => rowKey(it.target))), [broken])
  const [meeting, setMeeting] = useState<Meeting & { readonly at: ItemPath }>()
  const [matchBelow, setMatchBelow] = useState<ItemPath>()
  const byRow = useMemo(() => problemsByRow(problems, place), [problems, place])
  const select = (path: ItemPath) => {
    setSelected(path)
    setAdded(({ count }) => ({ count }))
  }
  const goTo = (path: ItemPath) => {
    select(path)
    requestAnimationFrame(() => stage.current?.querySelector<HTMLElement>(`[data-target="${rowKey(path)}"]`)?.focus())
  }
  const edit = (next: Mapping, place?: ItemPath, part?: AddedPart) => {
    if (disabled) return
    // Every gesture is an undo step of its own; only typing in one field joins.
    document.getState().endStep()
    onChange(next)
    if (place) select(place)
    if (part) setAdded({ count: added.count + 1, part })
  }
  const take = (field: Pick<SourceField, 'path' | 'kind' | 'name'>, at: ItemPath | undefined) => {
    const done = dropSource(mapping, at, field)
    const [before, after] = [at && itemAt(mapping, at), itemAt(done.mapping, done.path)]
    const given = after?.value
    if (at && before && kindOf(before) === 'leaf' && before.value !== undefined && isField(given)) {
      setMeeting({ at, before: before.value, path: given.field })
      return
    }
    edit(done.mapping, done.path)
    // A list over a list: what is alike below is proposed, never taken unseen.
    const overNow = after?.each?.over !== before?.each?.over
    if (overNow && proposeMatches(done.mapping, vocabulary.fields, done.path).length > 0) setMatchBelow(done.path)
  }
  const remove = (path: ItemPath) => edit(removeItem(mapping, path), placeAfterRemoval(mapping, path))
  const fieldByPath = (path: string) => flatFields(vocabulary.fields).find((it) => it.path === path)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only catches undo and redo for the whole window
    <div
      className={styles.mapper}
      onKeyDown={(event) => {
        const key = event.key.toLowerCase()
        if (!event.ctrlKey || (key !== 'z' && key !== 'y') || isTextField(event.target)) return
        event.preventDefault()
        if (key === 'y' || event.shiftKey) redo()
        else undo()
      }}
    >
      <MapperToolbar
        mapping={mapping}
        selected={chosen}
        disabled={disabled}
        wanted={wanted}
        onEdit={edit}
        onRemove={remove}
      />
      <div ref={stage} className={styles.stage}>
        <section className={styles.sources} aria-label={t('source')}>
          <h3>
            {t('source')} <span>{t(`formula:source.origin.${scope.origin}`)}</span>
          </h3>
          <DeclareSource disabled={disabled} />
          <SourceTree
            fields={vocabulary.fields}
            used={used}
            label={t('source')}
            onPick={(field) => {
              if (!disabled && !field.path.match(/^\$(?:headers|keys|steps|run)$/)) take(field, chosen)
            }}
          />
        </section>
        <section className={styles.targets} aria-label={t('target')}>
          <h3>
            {t('target')} <span>{t('dragHint')}</span>
          </h3>
          <TargetRows
            mapping={mapping}
            selected={chosen}
            disabled={disabled}
            faultAt={faultAt}
            problems={byRow}
            broken={brokenAt}
            result={preview.is === 'value' ? preview.value : undefined}
            onSelect={select}
            onEdit={edit}
            onRemove={remove}
            onMove={(path, by) => {
              const moved = moveItem(mapping, path, by)
              edit(moved.mapping, moved.path)
            }}
            onDrop={(path, at) => {
              const field = fieldByPath(path)
              take(field ?? { path, kind: 'text', name: path.split('.').at(-1) ?? path }, at)
            }}
          />
        </section>
        <aside className={styles.detail} aria-label={t('detail')}>
          {chosen ? (
            <RowDetail
              key={`${chosen.join('.')} ${String(added.count)}`}
              start={added.part}
              mapping={mapping}
              path={chosen}
              problems={byRow.get(rowKey(chosen)) ?? NONE}
              disabled={disabled}
              onChange={(next) => {
                if (!disabled) onChange(next)
              }}
            />
          ) : (
            <p className={styles.dim}>{t('pickRow')}</p>
          )}
        </aside>
        <Curves stage={stage} wires={wires} selected={chosen} />
      </div>
      <BelowPane
        mapping={mapping}
        broken={broken}
        disabled={disabled}
        result={{
          preview,
          unfinished: unfinishedCount(mapping),
          hasSample: scope.origin !== 'none',
          onGo: faultAt && (() => goTo(faultAt)),
        }}
        onEdit={(next) => edit(next)}
        onSelect={goTo}
      />
      <CombineDialog
        meeting={meeting}
        onClose={() => setMeeting(undefined)}
        onChoose={(chosenValue) => {
          const item = meeting && itemAt(mapping, meeting.at)
          if (meeting && item) edit(withItem(mapping, meeting.at, { ...item, value: chosenValue }), meeting.at)
          setMeeting(undefined)
        }}
      />
      <AutoMatchDialog
        mapping={mapping}
        below={matchBelow}
        opened={matchBelow !== undefined}
        onClose={() => setMatchBelow(undefined)}
        onApply={(next) => edit(next)}
      />
    </div>
  )
}

const NONE: readonly FieldProblem[] = []

/** The problems of the last save by the row that they point into. */
function problemsByRow(problems: readonly FieldProblem[], place: string): ReadonlyMap<string, readonly FieldProblem[]> {
  const byRow = new Map<string, FieldProblem[]>()
  for (const problem of problems) {
    const key = rowKey(placeOfProblem((problem.path ?? '').slice(place.length)))
    byRow.set(key, [...(byRow.get(key) ?? []), problem])
  }
  return byRow
}

function isField(value: Dynamic | undefined): value is { readonly field: string } {
  return typeof value === 'object' && value !== null && 'field' in value
}

/** A field has its own undo. */
function isTextField(target: EventTarget): boolean {
  return target instanceof HTMLElement && /^(?:INPUT|TEXTAREA)$/.test(target.tagName)
}
