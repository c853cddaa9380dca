import { Button, Menu } from '@mantine/core'
import { IconChevronUp, IconPencil, IconPin, IconPlayerPause, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { titleOfNode } from '../document/catalogue.ts'
import { useCatalogue, useFlow } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { useTrial, useTrialStore } from '../session/TrialProvider.tsx'
import { PinDialog } from './PinDialog.tsx'

/** The pins of this draft, each to edit or take away. */
export function PinMenu() {
  const { t } = useTranslation('debug')
  const text = useText()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const pins = useTrial((state) => state.pins)
  const [node, setNode] = useState<string>()
  const pinned = Object.keys(pins).filter((id) => Object.hasOwn(flow.nodes, id))
  if (pinned.length === 0) return null
  return (
    <>
      <Menu position="top-start" withinPortal>
        <Menu.Target>
          <Button variant="light" leftSection={<IconPin size={16} />} rightSection={<IconChevronUp size={16} />}>
            {t('pin.menu', { count: pinned.length })}
          </Button>
        </Menu.Target>
        <Menu.Dropdown maw={360}>
          <Menu.Label>{t('pin.menuHint')}</Menu.Label>
          {pinned.map((id) => (
            <Menu.Item key={id} leftSection={<IconPencil size={16} />} onClick={() => setNode(id)}>
              {text(titleOfNode(catalogue, flow, id))}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <PinDialog node={node} onClose={() => setNode(undefined)} />
    </>
  )
}

/** The breakpoints of this draft, each to take away. */
export function StopMenu() {
  const { t } = useTranslation('debug')
  const text = useText()
  const trial = useTrialStore()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const stops = useTrial((state) => state.stops)
  const there = stops.filter(({ node }) => Object.hasOwn(flow.nodes, node))
  if (there.length === 0) return null
  const titleOf = (id: string): string => text(titleOfNode(catalogue, flow, id))
  return (
    <Menu position="top-start" withinPortal>
      <Menu.Target>
        <Button variant="light" leftSection={<IconPlayerPause size={16} />} rightSection={<IconChevronUp size={16} />}>
          {t('stop.menu', { count: there.length })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown maw={360}>
        <Menu.Label>{t('stop.menuHint')}</Menu.Label>
        {there.map((stop) => (
          <Menu.Item
            key={`${stop.from ?? ''}|${stop.node}`}
            leftSection={<IconTrash size={16} />}
            onClick={() => trial.getState().toggleStop(stop)}
          >
            {stop.from === undefined
              ? t('stop.before', { title: titleOf(stop.node) })
              : t('stop.between', { from: titleOf(stop.from), title: titleOf(stop.node) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
