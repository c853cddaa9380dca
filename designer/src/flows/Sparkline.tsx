import { useTranslation } from 'react-i18next'
import { sparkBars } from './sparkline.ts'

const WIDTH = 96
const HEIGHT = 24

/** Messages accepted in each of the last 24 hours. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const { t } = useTranslation('flows')
  const most = Math.max(0, ...values)
  return (
    <svg width={WIDTH} height={HEIGHT + 1} role="img" aria-label={t('sparkline', { most })}>
      <title>{t('sparkline', { most })}</title>
      <line x1="0" x2={WIDTH} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} stroke="var(--lt-line-strong)" strokeWidth="1" />
      {sparkBars(values, WIDTH, HEIGHT).map((bar) => (bar ? <rect key={bar.x} {...bar} fill="var(--lt-bar)" /> : null))}
    </svg>
  )
}
