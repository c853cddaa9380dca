import { Input, Select, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { compileFieldPath } from '#shared/mapping/field-path.ts'
import type { Mapping, MappingItem } from '#shared/mapping/mapping.ts'
import type { Dynamic } from '#shared/node/dynamic.ts'
import { FormulaInput } from '../formula/FormulaInput.tsx'
import { ItemFormulaScope, useFormulaScope } from '../formula/FormulaScope.tsx'
import { FunctionHelp } from '../formula/FunctionHelp.tsx'
import { PreviewLine } from '../formula/PreviewLine.tsx'
import { useFormulaPreview } from '../formula/use-preview.ts'
import { ValueInput } from '../formula/ValueInput.tsx'
import { isFieldPath } from '../formula/value-modes.ts'
import { FieldProblems } from '../ui/fields/FieldProblems.tsx'
import type { FieldProblem } from '../ui/fields/field-contract.ts'
import { Section } from '../ui/Section.tsx'
import styles from './mapper.module.css'
import { chainTo, type ItemKind, type ItemPath, itemAt, kindOf, turnInto, withItem } from './mapping-edits.ts'

/** Everything about one row of the target. */
export function RowDetail({
  mapping,
  path,
  problems,
  disabled,
  onChange,
}: {
  readonly mapping: Mapping
  readonly path: ItemPath
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
        <TextInput
          id="anh-xa-ten"
          label={t('name')}
          value={item.target}
          disabled={disabled}
          maxLength={300}
          error={item.target === '' ? t('nameNeeded') : undefined}
          onChange={(event) => set({ ...item, target: event.currentTarget.value })}
        />
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
          </Labelled>
        ) : null}
        {item.each ? <OverField item={item} disabled={disabled} onChange={set} /> : null}
        {item.each && kind === 'values' ? (
          <InChain chain={[item.each.over]}>
            <Labelled label={t('eachValue')}>
              <ValueInput
                label={t('eachValue')}
                value={item.each.value}
                disabled={disabled}
                start="expr"
                onChange={(value) =>
                  set({ ...item, each: { over: item.each?.over ?? '', value: value ?? { expr: '$' } } })
                }
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
        <WhenField item={item} disabled={disabled} onChange={set} />
      </Section>
    </InChain>
  )
}

type PartProps = {
  readonly item: MappingItem
  readonly disabled: boolean
  readonly onChange: (item: MappingItem) => void
}

/** The item with a part set, or without it. */
function withPart<K extends 'value' | 'default' | 'when' | 'as' | 'missing'>(
  item: MappingItem,
  part: K,
  value: MappingItem[K] | undefined,
): MappingItem {
  const { [part]: _old, ...rest } = item
  return value === undefined ? { ...rest, target: item.target } : { ...rest, target: item.target, [part]: value }
}

function OverField({ item, disabled, onChange }: PartProps) {
  const { t } = useTranslation('mapper')
  const over = item.each?.over ?? ''
  const preview = useFormulaPreview(over, !disabled)
  return (
    <Labelled label={t('over')} help={t('overHelp')}>
      <div className={styles.withButton}>
        <FormulaInput
          label={t('over')}
          value={over}
          disabled={disabled}
          placeholder={t('overPlaceholder')}
          onChange={(text) => onChange({ ...item, each: { ...item.each, over: text } })}
        />
        <FunctionHelp />
      </div>
      <PreviewLine preview={preview} text={over} />
    </Labelled>
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

function LeafRules({ item, disabled, onChange }: PartProps) {
  const { t } = useTranslation('mapper')
  const types = ['any', 'text', 'number', 'boolean'] as const
  const rules = ['error', 'omit', 'null'] as const
  return (
    <>
      <Select
        label={t('as')}
        data={types.map((value) => ({ value, label: t(`types.${value}`) }))}
        value={item.as ?? 'any'}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => {
          const as = types.find((it) => it === next)
          onChange(withPart(item, 'as', as === 'any' ? undefined : as))
        }}
      />
      <Select
        label={t('missing')}
        data={rules.map((value) => ({ value, label: t(`rules.${value}`) }))}
        value={item.missing ?? 'error'}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => {
          const missing = rules.find((it) => it === next)
          onChange(withPart(item, 'missing', missing === 'error' ? undefined : missing))
        }}
      />
      <Labelled label={t('default')} help={t('defaultHelp')}>
        <ValueInput
          label={t('default')}
          value={item.default}
          disabled={disabled}
          start="literal"
          onChange={(value: Dynamic | undefined) => onChange(withPart(item, 'default', value))}
        />
      </Labelled>
    </>
  )
}

function Labelled({
  label,
  help,
  children,
}: {
  readonly label: string
  readonly help?: string
  readonly children: ReactNode
}) {
  return (
    <Input.Wrapper label={label} labelElement="div" {...(help ? { description: help } : {})}>
      {children}
    </Input.Wrapper>
  )
}

/** The formulas below see an item of the lists that are run over. */
function InChain({ chain, children }: { readonly chain: readonly string[]; readonly children: ReactNode }) {
  const [over, ...rest] = chain
  if (over === undefined) return children
  return (
    <OneItem over={over}>
      <InChain chain={rest}>{children}</InChain>
    </OneItem>
  )
}

function OneItem({ over, children }: { readonly over: string; readonly children: ReactNode }) {
  const { vocabulary } = useFormulaScope()
  const plain = isFieldPath(over)
  const preview = useFormulaPreview(over, !plain)
  const item = useMemo(() => {
    const list = plain ? readHere(over, vocabulary.body) : preview.is === 'value' ? preview.value : undefined
    return Array.isArray(list) ? list[0] : list
  }, [plain, over, vocabulary, preview])
  return (
    <ItemFormulaScope over={over} item={item}>
      {children}
    </ItemFormulaScope>
  )
}

function readHere(path: string, body: unknown): unknown {
  try {
    return compileFieldPath(path)({ body, headers: {}, keys: {}, steps: {}, run: { id: '', at: '', flow: '' } })
  } catch {
    return undefined
  }
}
