import { IconAlertTriangle, IconQuestionMark, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { WireCheck, WireState } from '#shared/schema/check-wires.ts'
import { problemOfFinding } from '#shared/schema/finding-problem.ts'
import { titleOfNode } from '../../document/catalogue.ts'
import { useCatalogue, useFlow } from '../../document/DocumentProvider.tsx'
import { wireKey } from '../../document/wires.ts'
import { useText } from '../../i18n/use-text.ts'
import { useSessionStore } from '../../session/SessionProvider.tsx'
import { Hint } from '../view/Hint.tsx'
import styles from './wires.module.css'

const icons: Readonly<Record<Exclude<WireState, 'ok'>, typeof IconX>> = {
  error: IconX,
  lossy: IconAlertTriangle,
  maybe: IconQuestionMark,
}
const SHOWN = 5

/** The mark of a wire that does not fit: colour, shape and words; opens what can be done about it. */
export function WireMark({ check }: { readonly check: WireCheck }) {
  const { t } = useTranslation('wires')
  const text = useText()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const session = useSessionStore()
  if (check.state === 'ok') return null
  const Icon = icons[check.state]
  const open = check.findings.filter((it) => it.accepted === undefined)
  const from = titleOfNode(catalogue, flow, check.from)
  const sentences = open.map((it) => text(problemOfFinding(check, it, from).message))
  const state = t(`states.${check.state}`)
  const name = t('mark', { from: text(from), to: text(titleOfNode(catalogue, flow, check.to)), state })
  return (
    <Hint
      label={
        <ul className={styles.tip}>
          <li>
            <strong>{state}</strong>
          </li>
          {sentences.slice(0, SHOWN).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {sentences.length > SHOWN ? <li>{t('more', { count: sentences.length - SHOWN })}</li> : null}
        </ul>
      }
    >
      <button
        type="button"
        className={`${styles.mark} nodrag nopan`}
        data-check={check.state}
        data-wire={wireKey(check)}
        aria-label={`${name}: ${sentences.slice(0, SHOWN).join('. ')}`}
        onClick={(event) => {
          event.stopPropagation()
          const { left, bottom, width } = event.currentTarget.getBoundingClientRect()
          session.getState().set({
            openWire: {
              wire: { from: check.from, port: check.port, to: check.to },
              screen: [left + width / 2, bottom],
            },
          })
        }}
      >
        <Icon size={14} stroke={2.5} aria-hidden />
      </button>
    </Hint>
  )
}
