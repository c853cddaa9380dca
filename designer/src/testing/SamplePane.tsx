import { ActionIcon, Button, Menu, Select, Tabs, TextInput, Tooltip } from '@mantine/core'
import { IconDeviceFloppy, IconHistory, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { titleOfNode } from '../document/catalogue.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { entryNode, triggersOf } from '../document/triggers.ts'
import { useText } from '../i18n/use-text.ts'
import type { Sample } from '../session/sample.ts'
import { useTrial, useTrialStore } from '../session/TrialProvider.tsx'
import { chosenSample } from '../session/trial-store.ts'
import { MessageEditor } from '../ui/json/MessageEditor.tsx'
import { HeadersEditor } from './HeadersEditor.tsx'
import { RecentRuns } from './RecentRuns.tsx'
import { freshSampleId, isOfRun } from './sample-ids.ts'
import styles from './testing.module.css'

/** The sample that is used: chosen, typed, or taken from a recent run. */
export function SamplePane({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('testing')
  const trial = useTrialStore()
  const samples = useTrial((state) => state.samples)
  const sample = useTrial(chosenSample)
  const [picking, setPicking] = useState(false)
  const add = () => {
    const id = freshSampleId(samples)
    trial.getState().put({
      id,
      title: t('sample.untitled', { number: samples.length + 1 }),
      text: '{\n  \n}',
      headers: {},
      kept: true,
    })
  }
  return (
    <>
      <TriggerChoice />
      <div className={styles.chooser}>
        <Select
          aria-label={t('sample.label')}
          data={samples.map(({ id, title }) => ({ value: id, label: title }))}
          value={sample?.id ?? null}
          allowDeselect={false}
          placeholder={t('sample.none')}
          onChange={(id) => {
            if (id) trial.getState().choose(id)
          }}
        />
        <Tooltip label={t('sample.add')}>
          <ActionIcon variant="default" size={36} aria-label={t('sample.add')} onClick={add}>
            <IconPlus size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('sample.fromRun')}>
          <ActionIcon variant="default" size={36} aria-label={t('sample.fromRun')} onClick={() => setPicking(true)}>
            <IconHistory size={18} />
          </ActionIcon>
        </Tooltip>
        {sample ? <SampleMenu sample={sample} /> : null}
      </div>
      {sample ? <SampleBody key={sample.id} sample={sample} /> : null}
      <RecentRuns flowId={flowId} opened={picking} onClose={() => setPicking(false)} />
    </>
  )
}

/** Which trigger the sample enters by, where the flow has several. Choosing one brings its example when nothing was typed yet. */
function TriggerChoice() {
  const { t } = useTranslation('testing')
  const text = useText()
  const trial = useTrialStore()
  const flow = useDocument((state) => state.flow)
  const catalogue = useDocument((state) => state.catalogue)
  const trigger = useTrial((state) => state.trigger)
  const triggers = triggersOf(flow, catalogue)
  if (triggers.length < 2) return null
  return (
    <Select
      aria-label={t('sample.trigger')}
      data={triggers.map((id) => ({
        value: id,
        label: t('sample.entersBy', { title: text(titleOfNode(catalogue, flow, id)) }),
      }))}
      value={entryNode({ flow, catalogue, trigger }) ?? null}
      allowDeselect={false}
      onChange={(id) => {
        if (id === null) return
        trial.getState().set({ trigger: id })
        const { samples, remove } = trial.getState()
        if (samples.some((it) => it.id === 'mau-dau' && !it.kept)) remove('mau-dau')
      }}
    />
  )
}

function SampleMenu({ sample }: { readonly sample: Sample }) {
  const { t } = useTranslation('testing')
  const trial = useTrialStore()
  const [renaming, setRenaming] = useState<string>()
  if (renaming !== undefined)
    return (
      <TextInput
        aria-label={t('sample.name')}
        autoFocus
        value={renaming}
        maxLength={100}
        onChange={(event) => setRenaming(event.currentTarget.value)}
        onBlur={() => {
          if (renaming.trim() !== '') trial.getState().put({ ...sample, title: renaming.trim(), kept: true })
          setRenaming(undefined)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') setRenaming(undefined)
        }}
      />
    )
  return (
    <Menu position="bottom-end" withinPortal returnFocus>
      <Menu.Target>
        <Tooltip label={t('sample.actions')}>
          <ActionIcon variant="default" size={36} aria-label={t('sample.actions')}>
            <IconPencil size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(sample.title)}>
          {t(sample.kept ? 'sample.rename' : 'sample.keep')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => trial.getState().remove(sample.id)}>
          {t('sample.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function SampleBody({ sample }: { readonly sample: Sample }) {
  const { t } = useTranslation('testing')
  const trial = useTrialStore()
  const change = (part: Partial<Sample>) =>
    trial.getState().put({ ...sample, ...part, kept: sample.kept || !isOfRun(sample) })
  const headers = Object.keys(sample.headers).length
  return (
    <Tabs defaultValue="body" keepMounted={false} className={styles.sample ?? ''}>
      <Tabs.List>
        <Tabs.Tab value="body">{t('sample.body')}</Tabs.Tab>
        <Tabs.Tab value="headers">{t('sample.headers', { count: headers })}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="body" className={styles.bodyPanel ?? ''}>
        <MessageEditor fill label={t('sample.body')} text={sample.text} onChange={(text) => change({ text })} />
        {isOfRun(sample) && !sample.kept ? (
          <p className={styles.note}>
            {t('sample.realRun')}{' '}
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconDeviceFloppy size={16} />}
              onClick={() => trial.getState().put({ ...sample, kept: true })}
            >
              {t('sample.keepAnyway')}
            </Button>
          </p>
        ) : null}
      </Tabs.Panel>
      <Tabs.Panel value="headers" className={styles.bodyPanel ?? ''}>
        <HeadersEditor headers={sample.headers} onChange={(next) => change({ headers: next })} />
      </Tabs.Panel>
    </Tabs>
  )
}
