import { FormulaInput } from '../formula/FormulaInput.tsx'
import { FunctionHelp } from '../formula/FunctionHelp.tsx'
import { PreviewLine } from '../formula/PreviewLine.tsx'
import { useFormulaPreview } from '../formula/use-preview.ts'
import styles from './mapper.module.css'

/** A formula of a for-each with its result on the example. */
export function TurnFormula({
  label,
  value,
  disabled,
  placeholder,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly disabled: boolean
  readonly placeholder: string
  readonly onChange: (text: string) => void
}) {
  const preview = useFormulaPreview(value, !disabled)
  return (
    <>
      <div className={styles.withButton}>
        <FormulaInput label={label} value={value} disabled={disabled} placeholder={placeholder} onChange={onChange} />
        <FunctionHelp />
      </div>
      <PreviewLine preview={preview} text={value} />
    </>
  )
}
