import { Button, Slider } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Simulator } from '#shared/api/platform.ts'
import { type FaultName, faultNames } from '#shared/api/simulator-faults.ts'
import { useAction, useHolds, useOperation } from '../api/api-context.ts'
import { useLanguage, useNumber, useText } from '../i18n/use-text.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { StateChip } from '../ui/StateChip.tsx'
import { lengthText } from '../ui/time-text.ts'
import { LONGEST_DELAY, sliderOf, storedOf, withFault } from './fault-dial.ts'
import styles from './simulators.module.css'

/** The simulators of partner systems: whether they run, what they counted, and the dial that makes them misbehave. */
export default function Simulators() {
  const { t } = useTranslation('simulators')
  const query = useOperation('listSimulators', {}, { refetchInterval: 5000 })
  return (
    <Page header={<PageHeader title={t('title')} lead={t('lead')} />}>
      <Loaded query={query}>
        {({ simulators }) =>
          simulators.length === 0 ? (
            <EmptyState icon={<IconFlask size={28} aria-hidden />} title={t('empty.title')} text={t('empty.text')} />
          ) : (
            <div className={styles.cards}>
              {simulators.map((it) => (
                <SimulatorCard key={it.name} simulator={it} />
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

function SimulatorCard({ simulator }: { simulator: Simulator }) {
  const { t } = useTranslation('simulators')
  const text = useText()
  const number = useNumber()
  const mayOperate = useHolds('operator')
  const set = useAction('setFaults', ['listSimulators'])
  const { name, faults, counts, countTitles, running } = simulator
  const put = (dial: Record<string, number>) => set.mutate({ params: { name }, body: dial })
  const anyFault = Object.values(faults).some((value) => value > 0)
  return (
    <section className={styles.card} aria-label={text(simulator.title)}>
      <div className={styles.head}>
        <h2>{text(simulator.title)}</h2>
        <StateChip state={running ? 'on' : 'off'} />
      </div>
      <div className={styles.url}>
        <code>{simulator.url}</code>
        <CopyButton text={simulator.url} />
      </div>
      {running ? (
        <dl className={styles.counts}>
          {Object.entries(counts).map(([count, value]) => (
            <div key={count}>
              <dt>{countTitles[count] ? text(countTitles[count]) : count}</dt>
              <dd>{number(value)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className={styles.dim}>{t('stopped')}</p>
      )}
      {running ? (
        <>
          <div className={styles.dialHead}>
            <h3>{t('dial')}</h3>
            {anyFault && mayOperate ? (
              <Button variant="default" size="compact-md" onClick={() => put({})}>
                {t('allOff')}
              </Button>
            ) : null}
          </div>
          {faultNames.map((fault) => (
            <FaultSlider
              key={fault}
              fault={fault}
              value={faults[fault] ?? 0}
              disabled={!mayOperate}
              onSet={(value) => put(withFault(faults, fault, value))}
            />
          ))}
        </>
      ) : null}
      {set.error ? <ErrorCard error={set.error} /> : null}
    </section>
  )
}

function FaultSlider({
  fault,
  value,
  disabled,
  onSet,
}: {
  fault: FaultName
  value: number
  disabled: boolean
  onSet: (value: number) => void
}) {
  const { t } = useTranslation('simulators')
  const language = useLanguage()
  const [position, setPosition] = useState(sliderOf(fault, value))
  useEffect(() => setPosition(sliderOf(fault, value)), [fault, value])
  const delay = fault === 'delayMs'
  const shown = position === 0 ? t('off') : delay ? lengthText(position, language) : `${position}%`
  return (
    <div className={styles.fault} data-on={position > 0 || undefined}>
      <span>{t(`faults.${fault}`)}</span>
      <Slider
        color={position > 0 ? 'accent' : 'gray'}
        thumbLabel={t(`faults.${fault}`)}
        label={null}
        size={4}
        thumbSize={20}
        max={delay ? LONGEST_DELAY : 100}
        step={delay ? 100 : 1}
        value={position}
        disabled={disabled}
        onChange={setPosition}
        onChangeEnd={(next) => onSet(storedOf(fault, next))}
      />
      <output>{shown}</output>
    </div>
  )
}
