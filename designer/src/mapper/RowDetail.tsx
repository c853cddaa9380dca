import { Select, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Mapping, MappingItem } from '#shared/mapping/mapping.ts'
import { FormulaInput } from '../formula/FormulaInput.tsx'
import { FunctionHelp } from '../formula/FunctionHelp.tsx'
import { PreviewLine } from '../formula/PreviewLine.tsx'
import { useFormulaPreview } from '../formula/use-preview.ts'
import { ValueInput } from '../formula/ValueInput.tsx'
import { FieldProblems } from '../ui/fields/FieldProblems.tsx'
import type { FieldProblem } from '../ui/fields/field-contract.ts'
import { Section } from '../ui/Section.tsx'
import { ChipBar } from './ChipBar.tsx'
import { FocusFirst } from './FocusFirst.tsx'
import { InChain } from './InChain.tsx'
import { Labelled } from './Labelled.tsx'
import { LeafRules } from './LeafRules.tsx'
import styles from './mapper.module.css'
import {
  chainTo,
  type ItemKind,
  type ItemPath,
  itemAt,
  kindOf,
  turnInto,
  turnsOf,
  withItem,
  withPart,
} from './mapping-edits.ts'
import { type PartProps, TurnFields } from './TurnFields.tsx'

/** The part of a row that is filled in first once the row is there. */
export type AddedPart = 'name' | 'when'

/** Everything about one row of the target. */
export function RowDetail({
  mapping,
  path,
  start,
  problems,
  disabled,
  onChange,
}: {
  readonly mapping: Mapping
  readonly path: ItemPath
  /** The row was added just now: where the focus goes. */
  readonly start?: AddedPart | undefined
  readonly problems: readonly FieldProblem[]
  readonly disabled: boolean
  readonly onChange: (mapping: Mapping) => void
}) {
  const { t } = useTranslation('mapper')
  const item = itemAt(mapping, path)
  if (!item) return null
  const kind = kindOf(item)
  const set = (next: MappingItem) => onChange(withItem(mapping, path, next))
  const kinds: readonly ItemKind[] = ['leaf', 'group', 'list', 'values']
  return (
    <InChain chain={chainTo(mapping, path)}>
      <Stack gap={12}>
        <FieldProblems problems={problems} />
        <FocusFirst when={start === 'name'}>
          <TextInput
            id="anh-xa-ten"
            label={t('name')}
            value={item.target}
            disabled={disabled}
            maxLength={300}
            error={item.target === '' ? t('nameNeeded') : undefined}
            onChange={(event) => set({ ...item, target: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              event.preventDefault()
              document.querySelector<HTMLElement>(`[data-target="${path.join('.')}"]`)?.focus()
            }}
          />
        </FocusFirst>
        <Select
          label={t('kind')}
          data={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          value={kind}
          allowDeselect={false}
          disabled={disabled}
          onChange={(next) => {
            const wanted = kinds.find((it) => it === next)
            if (wanted) set(turnInto(item, wanted))
          }}
        />
        {kind === 'leaf' ? (
          <Labelled label={t('source')}>
            <ValueInput
              label={t('source')}
              value={item.value}
              disabled={disabled}
              onChange={(value) => set(withPart(item, 'value', value))}
            />
            <ChipBar value={item.value} disabled={disabled} onChange={(value) => set(withPart(item, 'value', value))} />
          </Labelled>
        ) : null}
        {item.each ? <TurnFields item={item} disabled={disabled} onChange={set} /> : null}
        {item.each && kind === 'values' ? (
          <InChain chain={[turnsOf(item.each)]}>
            <Labelled label={t('eachValue')}>
              <ValueInput
                label={t('eachValue')}
                value={item.each.value}
                disabled={disabled}
                start="expr"
                onChange={(value) => set({ ...item, each: { over: '', ...item.each, value: value ?? { expr: '$' } } })}
              />
            </Labelled>
          </InChain>
        ) : null}
        {kind === 'leaf' || kind === 'values' ? <LeafRules item={item} disabled={disabled} onChange={set} /> : null}
      </Stack>
      <Section
        title={t('when')}
        hint={item.when === undefined ? t('always') : undefined}
        open={item.when !== undefined}
      >
        <FocusFirst when={start === 'when'}>
          <WhenField item={item} disabled={disabled} onChange={set} />
        </FocusFirst>
      </Section>
    </InChain>
  )
}

function WhenField({ item, disabled, onChange }: PartProps) {
  const { t } = useTranslation('mapper')
  const preview = useFormulaPreview(item.when ?? '', !disabled)
  return (
    <Labelled label={t('whenLabel')} help={t('whenHelp')}>
      <div className={styles.withButton}>
        <FormulaInput
          label={t('whenLabel')}
          value={item.when ?? ''}
          disabled={disabled}
          onChange={(text) => onChange(withPart(item, 'when', text === '' ? undefined : text))}
        />
        <FunctionHelp />
      </div>
      <PreviewLine preview={preview} text={item.when ?? ''} />
    </Labelled>
  )
}
