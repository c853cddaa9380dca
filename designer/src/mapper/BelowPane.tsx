import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mapping } from '#shared/mapping/mapping.ts'
import { CapturedPane } from './CapturedPane.tsx'
import styles from './mapper.module.css'
import type { ItemPath } from './mapping-edits.ts'
import { placeOfTarget } from './mapping-edits.ts'
import { RepairPane } from './RepairPane.tsx'
import { ResultPane } from './ResultPane.tsx'
import type { BrokenLine } from './repair.ts'
import { TextPane, type TypedText } from './TextPane.tsx'

/** What stands below the trees: the result on the example, the trial on captured messages, broken lines, and the mapping as text. */
export function BelowPane({
  mapping,
  broken,
  disabled,
  result,
  onEdit,
  onSelect,
}: {
  readonly mapping: Mapping
  readonly broken: readonly BrokenLine[]
  readonly disabled: boolean
  readonly result: Parameters<typeof ResultPane>[0]
  readonly onEdit: (mapping: Mapping) => void
  readonly onSelect: (path: ItemPath) => void
}) {
  const { t } = useTranslation('mapper')
  const [tab, setTab] = useState<string | null>('result')
  // What was typed and not applied is still there after a look at another tab.
  const [typed, setTyped] = useState<TypedText>()
  return (
    <section className={styles.result} aria-label={t('below')}>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb={8}>
          <Tabs.Tab value="result">{t('result')}</Tabs.Tab>
          <Tabs.Tab value="captured">{t('captured.tab')}</Tabs.Tab>
          <Tabs.Tab value="repair" data-bad={broken.length > 0 || undefined}>
            {t('repair.tab', { count: broken.length })}
          </Tabs.Tab>
          <Tabs.Tab value="text">{t(typed ? 'text.tabTyped' : 'text.tab')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="result">
          <ResultPane {...result} />
        </Tabs.Panel>
        <Tabs.Panel value="captured">
          <CapturedPane
            mapping={mapping}
            onGo={(field) => {
              const place = placeOfTarget(mapping, field)
              if (place) onSelect(place)
            }}
          />
        </Tabs.Panel>
        <Tabs.Panel value="repair">
          <RepairPane
            lines={broken}
            mapping={mapping}
            disabled={disabled}
            onRepair={onEdit}
            onGo={(line) => onSelect(line.target)}
          />
        </Tabs.Panel>
        <Tabs.Panel value="text">
          <TextPane mapping={mapping} disabled={disabled} typed={typed} onType={setTyped} onApply={onEdit} />
        </Tabs.Panel>
      </Tabs>
    </section>
  )
}
