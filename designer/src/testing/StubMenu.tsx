import { Button, Menu } from '@mantine/core'
import { IconCheck, IconChevronUp, IconPlugX } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { effectsOf } from '#shared/node/define.ts'
import { definitionOf, settingsWithDefaults, titleOfNode } from '../document/catalogue.ts'
import { useCatalogue, useFlow } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { useTrial } from '../session/TrialProvider.tsx'
import { StubDialog } from './StubDialog.tsx'

/** The nodes that reach outside, each with the answer that stands for its partner in tests. */
export function StubMenu() {
  const { t } = useTranslation('testing')
  const text = useText()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const stubs = useTrial((state) => state.stubs)
  const [node, setNode] = useState<string>()
  const outside = useMemo(
    () =>
      Object.entries(flow.nodes).flatMap(([id, it]) => {
        const definition = definitionOf(catalogue, it)
        if (!definition?.input || it.disabled) return []
        // A step that waits for somebody has an outcome to choose, although it does nothing outside.
        const waits = definition.stores === true && definition.breaksCycle === true
        const acts = effectsOf(definition, settingsWithDefaults(definition, it)) !== 'none'
        return acts || waits ? [id] : []
      }),
    [flow, catalogue],
  )
  if (outside.length === 0) return null
  const given = outside.filter((id) => Object.hasOwn(stubs, id)).length
  return (
    <>
      <Menu position="top-start" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlugX size={16} />} rightSection={<IconChevronUp size={16} />}>
            {t('stub.menu', { given, count: outside.length })}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('stub.menuHint')}</Menu.Label>
          {outside.map((id) => (
            <Menu.Item
              key={id}
              leftSection={Object.hasOwn(stubs, id) ? <IconCheck size={16} /> : <span style={{ width: 16 }} />}
              onClick={() => setNode(id)}
            >
              {text(titleOfNode(catalogue, flow, id))}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <StubDialog node={node} onClose={() => setNode(undefined)} />
    </>
  )
}
