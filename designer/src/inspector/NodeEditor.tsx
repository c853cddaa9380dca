import { Button, Tabs, Tooltip } from '@mantine/core'
import { IconPlayerPlay, IconPlayerTrackNext } from '@tabler/icons-react'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { useDefinition, useDocument, useNode, useNodeTitle } from '../document/DocumentProvider.tsx'
import { NodeFormulaScope, useFormulaScope } from '../formula/FormulaScope.tsx'
import { messageIn, messageOut } from '../formula/message-scope.ts'
import { SourceTree } from '../formula/SourceTree.tsx'
import { useText } from '../i18n/use-text.ts'
import { useSession, useSessionStore } from '../session/SessionProvider.tsx'
import { useTrial } from '../session/TrialProvider.tsx'
import { useRunTrial, useStale } from '../session/use-run-trial.ts'
import { PinButton } from '../testing/PinButton.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FullScreenModal } from '../ui/FullScreenModal.tsx'
import { fieldId } from '../ui/fields/FieldFrame.tsx'
import { diffBodies } from '../ui/json/body-diff.ts'
import { JsonView } from '../ui/json/JsonView.tsx'
import { withoutKind } from '../ui/json/json-diff.ts'
import { Replaced } from '../ui/json/Replaced.tsx'
import { NodeForm, NodeHelp } from './NodeInspector.tsx'
import styles from './node-editor.module.css'

/** The full-screen editor of one node in three panes: *Vào · Cấu hình · Ra*. */
export default function NodeEditor() {
  const id = useSession((state) => state.openNode)
  const exists = useNode(id ?? '') !== undefined
  if (id === undefined || !exists) return null
  return <Panes key={id} id={id} />
}

function Panes({ id }: { readonly id: string }) {
  const { t } = useTranslation(['inspector', 'debug'])
  const text = useText()
  const session = useSessionStore()
  const title = useNodeTitle(id)
  const readOnly = useDocument((state) => state.readOnly)
  const running = useTrial((state) => state.running)
  const { runStep, runTo } = useRunTrial()
  const root = useRef<HTMLDivElement>(null)
  useGoToPath(root)
  const close = () => {
    session.getState().open(undefined)
    session.getState().focusNode(id)
  }
  return (
    <FullScreenModal
      opened
      onClose={close}
      title={t('panes.title', { title: text(title) })}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !event.ctrlKey || readOnly) return
        event.preventDefault()
        void (event.shiftKey ? runTo(id) : runStep(id))
      }}
    >
      <NodeFormulaScope node={id}>
        <div ref={root} className={styles.panes} data-tour="panes">
          <InputPane id={id} />
          <section aria-label={t('panes.settings')} className={styles.middle}>
            <Tabs defaultValue="settings" keepMounted={false}>
              <div className={styles.tabs}>
                <Tabs.List>
                  <Tabs.Tab value="settings">{t('panes.settings')}</Tabs.Tab>
                  <Tabs.Tab value="help">{t('panes.help')}</Tabs.Tab>
                </Tabs.List>
                {readOnly ? null : (
                  <div className={styles.runs}>
                    <Tooltip label={`${t('debug:runToHint')} (Ctrl + Shift + Enter)`}>
                      <Button
                        size="compact-md"
                        variant="default"
                        leftSection={<IconPlayerTrackNext size={16} />}
                        loading={running}
                        onClick={() => void runTo(id)}
                      >
                        {t('debug:runTo')}
                      </Button>
                    </Tooltip>
                    <Tooltip label={`${t('debug:runStepHint')} (Ctrl + Enter)`}>
                      <Button
                        size="compact-md"
                        leftSection={<IconPlayerPlay size={16} />}
                        loading={running}
                        onClick={() => void runStep(id)}
                      >
                        {t('debug:runStep')}
                      </Button>
                    </Tooltip>
                  </div>
                )}
              </div>
              <Tabs.Panel value="settings">
                <NodeForm id={id} shared />
              </Tabs.Panel>
              <Tabs.Panel value="help">
                <NodeHelp id={id} />
              </Tabs.Panel>
            </Tabs>
          </section>
          <OutputPane id={id} />
        </div>
      </NodeFormulaScope>
    </FullScreenModal>
  )
}

/** The fields that arrive; picking one puts it into the field that had the focus. */
function InputPane({ id }: { readonly id: string }) {
  const { t } = useTranslation(['inspector', 'formula'])
  const { scope, vocabulary, insert } = useFormulaScope()
  const { refuse } = useEditor()
  const definition = useDefinition(id)
  const pick = (path: string) => {
    if (insert.current) insert.current(path)
    else refuse(NOWHERE)
  }
  return (
    <section aria-label={t('panes.input')} className={styles.pane}>
      <header>
        <h3>{t('panes.input')}</h3>
        <span className={styles.dim}>{t(`formula:source.origin.${scope.origin}`)}</span>
      </header>
      {scope.origin === 'none' ? (
        <p className={styles.dim}>{t('panes.noInput')}</p>
      ) : typeof scope.message.body === 'string' ? (
        <JsonView value={scope.message.body} height={240} label={t('panes.input')} />
      ) : null}
      <p className={styles.dim}>{definition?.input === false ? null : t('panes.pickHint')}</p>
      <SourceTree fields={vocabulary.fields} label={t('formula:source.label')} onPick={(field) => pick(field.path)} />
    </section>
  )
}

const NOWHERE = {
  vi: 'Hãy bấm vào một ô công thức hoặc ô trường trước, rồi chọn trường.',
  en: 'Click into a formula or field box first, then pick a field.',
}

/** What left the node in the last test run, with what it changed. */
function OutputPane({ id }: { readonly id: string }) {
  const { t } = useTranslation(['inspector', 'debug'])
  const run = useTrial((state) => state.run)
  const stale = useStale().get(id)
  const fault = useTrial((state) => state.fault)
  const chosen = useTrial((state) => state.step)
  const definition = useDefinition(id)
  const here = run?.steps.filter((it) => it.node === id) ?? []
  const step = here.find((it) => it.path === chosen) ?? here[0]
  const output = useMemo(() => (step?.output === undefined ? undefined : messageOut(step)), [step])
  const bodies = useMemo(
    () => (step && output ? diffBodies(messageIn(step.input).body, output.body) : undefined),
    [step, output],
  )
  return (
    <section aria-label={t('panes.output')} className={styles.pane}>
      <header>
        <h3>{t('panes.output')}</h3>
        {stale ? (
          <span className={styles.warning}>▲ {t('debug:stale.mark', { reason: t(`debug:stale.${stale}`) })}</span>
        ) : null}
        <PinButton node={id} step={step} />
      </header>
      {fault instanceof ApiError ? <ErrorCard error={fault} /> : null}
      {step?.error ? <ErrorCard error={step.error} /> : null}
      {output ? (
        <>
          <p className={styles.dim}>
            {bodies?.replaced ? <Replaced bodies={bodies} /> : t(bodies?.same ? 'panes.same' : 'panes.marked')}
          </p>
          <JsonView
            value={bodies?.after}
            raw={typeof output.body === 'string' ? output.body : undefined}
            diff={withoutKind(bodies?.diff, 'removed')}
            height="fill"
            label={t('panes.output')}
          />
        </>
      ) : step ? (
        step.error ? null : (
          <p className={styles.dim}>{t('panes.noneLeft')}</p>
        )
      ) : (
        <>
          <p className={styles.dim}>{t(run ? 'panes.notReached' : 'panes.noOutput')}</p>
          {definition?.sample === undefined ? null : (
            <>
              <p className={styles.dim}>{t('panes.declared')}</p>
              <JsonView value={definition.sample} height={360} label={t('panes.output')} />
            </>
          )}
        </>
      )}
    </section>
  )
}

/** Brings the setting that a problem names into view and gives it the focus. */
function useGoToPath(root: RefObject<HTMLElement | null>): void {
  const path = useSession((state) => state.openPath)
  useEffect(() => {
    if (path === undefined) return
    // The form is drawn by lazy parts; it is there a moment later.
    const timer = setTimeout(() => {
      const field = fieldAt(root.current, path)
      field?.scrollIntoView({ block: 'center' })
      const inside =
        document.getElementById(fieldId(path)) ?? field?.querySelector<HTMLElement>('input,textarea,button')
      inside?.focus()
    }, 80)
    return () => clearTimeout(timer)
  }, [path, root])
}

/** The field at a place, else the nearest one above it: a mapping is one field whatever its rows are. */
function fieldAt(root: HTMLElement | null, path: string): HTMLElement | null {
  const parts = path.split('.')
  for (let length = parts.length; length > 0; length--) {
    const place = parts.slice(0, length).join('.')
    const found = root?.querySelector<HTMLElement>(`[data-field="${CSS.escape(place)}"]`)
    if (found) return found
  }
  return null
}
