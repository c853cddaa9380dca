import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { textOf } from '#shared/flow/lines.ts'
import { FormulaInput } from '../../formula/FormulaInput.tsx'
import { FunctionHelp } from '../../formula/FunctionHelp.tsx'
import { PreviewLine } from '../../formula/PreviewLine.tsx'
import { useFormulaPreview } from '../../formula/use-preview.ts'
import { ValueInput } from '../../formula/ValueInput.tsx'
import { useText } from '../../i18n/use-text.ts'
import { LongTextField } from '../../ui/fields/basic-fields.tsx'
import { FieldFrame, fieldId } from '../../ui/fields/FieldFrame.tsx'
import type { FieldProps } from '../../ui/fields/field-contract.ts'
import { placeBelow, problemsAt, problemsBelow } from '../../ui/fields/form-model.ts'
import { PairsField } from '../../ui/fields/structure-fields.tsx'
import styles from '../inspector.module.css'

const isWrong = (field: FieldProps): boolean =>
  problemsAt(field.problems, field.path).some((it) => it.severity === 'error')

/** A text as the field shows it: a file may hold it as an array of lines. */
export function shownText(value: unknown): string {
  const text = textOf(value)
  return typeof text === 'string' ? text : ''
}

/** Several lines of text, also when the file holds them as an array. */
export function LinesField(field: FieldProps) {
  return <LongTextField {...field} value={textOf(field.value)} />
}

/** A value in one of three modes; one that has a plain default begins as a plain value. */
export function DynamicField(field: FieldProps) {
  const text = useText()
  const plain = ['string', 'number', 'boolean'].includes(typeof field.schema.default)
  return (
    <FieldFrame field={field} group>
      <ValueInput
        id={fieldId(field.path)}
        label={text(field.look.title)}
        value={field.value}
        onChange={field.onChange}
        disabled={field.disabled}
        wrong={isWrong(field)}
        placeholder={field.look.placeholder}
        start={plain ? 'literal' : 'field'}
      />
    </FieldFrame>
  )
}

/** A formula with completion and its result on the example. */
export function ExpressionField(field: FieldProps) {
  const value = shownText(field.value)
  const preview = useFormulaPreview(value, !field.disabled)
  return (
    <FieldFrame field={field}>
      <FormulaRow field={field} value={value} />
      <PreviewLine preview={preview} text={value} />
    </FieldFrame>
  )
}

/** A condition with completion; says whether it holds on the example. */
export function ConditionField(field: FieldProps) {
  const { t } = useTranslation('formula')
  const value = shownText(field.value)
  const preview = useFormulaPreview(value, !field.disabled)
  return (
    <FieldFrame field={field}>
      <FormulaRow field={field} value={value} />
      {preview.is === 'value' ? (
        <div className={styles.verdict} role="status" data-holds={isTrue(preview.value)}>
          {isTrue(preview.value) ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleX size={16} aria-hidden />}
          {t(isTrue(preview.value) ? 'condition.yes' : 'condition.no')}
        </div>
      ) : (
        <PreviewLine preview={preview} text={value} />
      )}
    </FieldFrame>
  )
}

/** True by the rule of JSONata's `$boolean`. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTrue)
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}

function FormulaRow({ field, value }: { readonly field: FieldProps; readonly value: string }) {
  const { t } = useTranslation('formula')
  const fallback = shownText(field.schema.default)
  return (
    <div className={styles.withButton}>
      <FormulaInput
        id={fieldId(field.path)}
        value={value}
        onChange={(next) => field.onChange(next === '' ? undefined : next)}
        disabled={field.disabled}
        wrong={isWrong(field)}
        placeholder={field.look.placeholder ?? (fallback || t('expr.placeholder'))}
      />
      <FunctionHelp />
    </div>
  )
}

/** Names with values in any mode. */
export function DynamicPairsField(field: FieldProps) {
  const { t } = useTranslation('fields')
  return (
    <PairsField
      {...field}
      valueField={(at, value, change) => {
        const path = placeBelow(placeBelow(field.path, at), 'value')
        return (
          <ValueInput
            label={`${t('pairValue')} ${at + 1}`}
            value={value === '' ? undefined : value}
            onChange={(next) => change(next ?? '')}
            disabled={field.disabled}
            wrong={problemsBelow(field.problems, path).some((it) => it.severity === 'error')}
          />
        )
      }}
    />
  )
}
