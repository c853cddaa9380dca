import { ActionIcon, Stack, Switch, Tabs, Textarea, Tooltip } from '@mantine/core'
import { IconArrowsMaximize } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { textOf } from '#shared/flow/lines.ts'
import { actsOutside } from '#shared/node/define.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { NodeIcon } from '../canvas/view/NodeIcon.tsx'
import { settingsWithDefaults } from '../document/catalogue.ts'
import { renameNode } from '../document/commands/rename-node.ts'
import { setNote } from '../document/commands/set-note.ts'
import { toggleDisabled } from '../document/commands/toggle-disabled.ts'
import { useDefinition, useDocument, useNode, useNodeProblems } from '../document/DocumentProvider.tsx'
import { NodeFormulaScope } from '../formula/FormulaScope.tsx'
import { useLanguage, useText } from '../i18n/use-text.ts'
import { ImportButtons } from '../requests/ImportButtons.tsx'
import { useSessionStore } from '../session/SessionProvider.tsx'
import { FieldProblems } from '../ui/fields/FieldProblems.tsx'
import { Section } from '../ui/Section.tsx'
import { CompensationSection } from './CompensationSection.tsx'
import { ErrorSection } from './ErrorSection.tsx'
import { GroupChoice } from './GroupChoice.tsx'
import styles from './inspector.module.css'
import { ListenerState } from './ListenerState.tsx'
import { Markdown } from './Markdown.tsx'
import { helpIn } from './markdown.ts'
import { NodeSettings } from './NodeSettings.tsx'
import { RunToHere } from './RunToHere.tsx'
import { TitleField } from './TitleField.tsx'

/** One node: what it is called, what it is, its settings and its help. */
export function NodeInspector({ id }: { readonly id: string }) {
  const { t } = useTranslation('inspector')
  const text = useText()
  const session = useSessionStore()
  const node = useNode(id)
  const definition = useDefinition(id)
  if (!node) return null
  const type = definition ? text(definition.title) : node.use
  const title = node.title ?? type
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <NodeIcon definition={definition} size={32} />
        <div className={styles.headText}>
          <h2 title={title}>{title}</h2>
          <span className={styles.dim}>{title === type ? node.use : t('typeLine', { type, use: node.use })}</span>
        </div>
        <RunToHere id={id} />
        <Tooltip label={`${t('expand')} (Shift + Enter)`}>
          <ActionIcon variant="subtle" size={32} aria-label={t('expand')} onClick={() => session.getState().open(id)}>
            <IconArrowsMaximize size={18} />
          </ActionIcon>
        </Tooltip>
      </header>
      <Tabs defaultValue="settings" keepMounted={false} className={styles.tabs ?? ''}>
        <Tabs.List>
          <Tabs.Tab value="settings">{t('tabs.settings')}</Tabs.Tab>
          <Tabs.Tab value="help">{t('tabs.help')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="settings" className={styles.scroll ?? ''}>
          <NodeForm id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="help" className={styles.scroll ?? ''}>
          <NodeHelp id={id} />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

/** Everything about a node that can be changed. `shared`: the formula scope is already around (three-pane editor). */
export function NodeForm({ id, shared = false }: { readonly id: string; readonly shared?: boolean }) {
  const { t } = useTranslation('inspector')
  const { run } = useEditor()
  const node = useNode(id)
  const definition = useDefinition(id)
  const readOnly = useDocument((state) => state.readOnly)
  const problems = useNodeProblems(id).filter((it) => it.path === undefined)
  const text = useText()
  if (!node) return null
  const note = String(textOf(node.note) ?? '')
  const undoable =
    node.compensate !== undefined ||
    (definition !== undefined && actsOutside(definition, settingsWithDefaults(definition, node)))
  const retries = node.onError ? t('onError.changed') : undefined
  const form = (
    <>
      <Stack gap={12} p={12}>
        <FieldProblems problems={problems} />
        <ListenerState id={id} />
        <TitleField
          label={t('title')}
          value={node.title ?? ''}
          placeholder={definition ? text(definition.title) : node.use}
          disabled={readOnly}
          onCommit={(title) => run(renameNode(id, title))}
        />
        {readOnly ? null : <ImportButtons id={id} />}
        <NodeSettings id={id} />
      </Stack>
      {definition?.input === false ? null : (
        <Section title={t('onError.title')} hint={retries}>
          <ErrorSection id={id} disabled={readOnly} />
        </Section>
      )}
      {undoable ? (
        <Section title={t('compensation.title')} hint={node.compensate ? t('compensation.set') : undefined}>
          <CompensationSection id={id} disabled={readOnly} />
        </Section>
      ) : null}
      <Section title={t('note.title')} hint={note === '' ? undefined : note.slice(0, 40)} open={note !== ''}>
        <Stack gap={12}>
          <Textarea
            aria-label={t('note.title')}
            description={t('note.help')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={4000}
            disabled={readOnly}
            value={note}
            onChange={(event) => run(setNote(id, event.currentTarget.value))}
          />
        </Stack>
      </Section>
      <GroupChoice id={id} disabled={readOnly} />
      <div className={styles.foot}>
        <Switch
          label={t('disabled.label')}
          description={t('disabled.help')}
          checked={node.disabled ?? false}
          disabled={readOnly}
          onChange={() => run(toggleDisabled([id]))}
        />
      </div>
    </>
  )
  return shared ? form : <NodeFormulaScope node={id}>{form}</NodeFormulaScope>
}

/** The README of a node's type in the language on screen. */
export function NodeHelp({ id }: { readonly id: string }) {
  const { t } = useTranslation('inspector')
  const language = useLanguage()
  const text = useText()
  const definition = useDefinition(id)
  const help = definition ? helpIn(definition.help, language).trim() : ''
  return (
    <div className={styles.help}>
      {help === '' ? (
        <>
          {definition ? <p>{text(definition.summary)}</p> : null}
          <p className={styles.dim}>{t('noHelp')}</p>
        </>
      ) : (
        <Markdown source={help} />
      )}
    </div>
  )
}
