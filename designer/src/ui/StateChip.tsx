import { useTranslation } from 'react-i18next'
import { type State, states } from './states.ts'
import styles from './ui.module.css'

/** A state by icon and word; colour only repeats what they say. */
export function StateChip({ state, plain }: { state: State; plain?: boolean }) {
  const { t } = useTranslation()
  const { icon: Icon, tone } = states[state]
  return (
    <span className={styles.chip} data-tone={tone} data-plain={plain || undefined} data-state={state}>
      <Icon size={16} stroke={2} aria-hidden />
      {t(`states.${state}`)}
    </span>
  )
}
