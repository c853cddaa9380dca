import { Button, Group } from '@mantine/core'
import { IconPencil, IconPin, IconPinnedOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunStep } from '#shared/api/runs.ts'
import { useDefinition, useDocument, useNodeTitle } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { pinOfStep } from '../session/given.ts'
import { useTrial, useTrialStore } from '../session/TrialProvider.tsx'
import { chosenSample } from '../session/trial-store.ts'
import { notifyDone } from '../ui/notify.ts'
import { PinDialog, unpin } from './PinDialog.tsx'
import { isOfRun } from './sample-ids.ts'

/** Pins what left a step, edits or takes away the pin; without a result a pin is made by hand. Nothing for a trigger: its output is the sample. */
export function PinButton({ node, step }: { readonly node: string; readonly step: RunStep | undefined }) {
  const { t } = useTranslation('debug')
  const text = useText()
  const trial = useTrialStore()
  const pinned = useTrial((state) => Object.hasOwn(state.pins, node))
  // What a real message became holds the same people's data as the message.
  const real = useTrial((state) => isOfRun(chosenSample(state) ?? { id: '' }))
  const definition = useDefinition(node)
  const readOnly = useDocument((state) => state.readOnly)
  const title = text(useNodeTitle(node))
  const [editing, setEditing] = useState(false)
  if (readOnly || !definition?.input) return null
  const pin = step && pinOfStep(step, real ? 'captured' : 'trial', !real)
  const take = () => {
    if (!pin) return setEditing(true)
    trial.getState().setPin(node, pin)
    notifyDone(t('pin.pinned', { title }))
  }
  return (
    <Group gap={4}>
      {pinned ? (
        <>
          <Button
            variant="light"
            size="compact-sm"
            leftSection={<IconPencil size={16} />}
            onClick={() => setEditing(true)}
          >
            {t('pin.edit')}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPinnedOff size={16} />}
            onClick={() => unpin(trial, node, { done: t('pin.removed', { title }), undo: t('pin.undo') })}
          >
            {t('pin.remove')}
          </Button>
        </>
      ) : step?.ports || step?.replies ? null : (
        <Button variant="default" size="compact-sm" leftSection={<IconPin size={16} />} onClick={take}>
          {t(pin ? 'pin.pin' : 'pin.make')}
        </Button>
      )}
      <PinDialog node={editing ? node : undefined} onClose={() => setEditing(false)} />
    </Group>
  )
}
