import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type BoxColour, boxColours } from '#shared/flow/layout.ts'
import styles from '../canvas/view/box.module.css'

/** The colour of a group or note: told by its name, too. */
export function ColourChoice({
  value,
  disabled,
  onChange,
}: {
  readonly value: BoxColour
  readonly disabled: boolean
  readonly onChange: (colour: BoxColour) => void
}) {
  const { t } = useTranslation('groups')
  return (
    <div role="radiogroup" aria-label={t('colour')} className={styles.swatches}>
      {boxColours.map((colour) => (
        // biome-ignore lint/a11y/useSemanticElements: a native radio cannot be drawn as a swatch.
        <button
          key={colour}
          type="button"
          role="radio"
          aria-checked={colour === value}
          aria-label={t(`colours.${colour}`)}
          title={t(`colours.${colour}`)}
          className={styles.swatch}
          data-colour={colour}
          disabled={disabled}
          onClick={() => onChange(colour)}
        >
          {colour === value ? <IconCheck size={18} aria-hidden /> : null}
        </button>
      ))}
    </div>
  )
}
