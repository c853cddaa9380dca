import { Kbd, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../session/SessionProvider.tsx'
import { keysText, type NamedAction, shortcuts } from '../keys/shortcuts.ts'
import { useEditor } from '../use-editor.ts'
import styles from './dialogs.module.css'

const groups: readonly {
  readonly id: 'build' | 'groups' | 'move' | 'edit' | 'test' | 'view'
  readonly actions: readonly NamedAction[]
}[] = [
  {
    id: 'build',
    actions: [
      'quickAdd',
      'addHere',
      'wire',
      'wireFrom',
      'checkWire',
      'open',
      'rename',
      'disable',
      'addNote',
      'extract',
      'openCalled',
    ],
  },
  { id: 'groups', actions: ['group', 'ungroup', 'chooseGroup', 'collapseGroups', 'expandGroups'] },
  {
    id: 'move',
    actions: [
      'focusLeft',
      'focusRight',
      'focusUp',
      'focusDown',
      'nudgeRight',
      'leapRight',
      'alignLeft',
      'alignTop',
      'spreadAcross',
      'spreadDown',
      'nextProblem',
      'previousProblem',
      'escape',
    ],
  },
  { id: 'edit', actions: ['undo', 'redo', 'history', 'duplicate', 'selectAll', 'delete', 'deleteRejoin', 'save'] },
  { id: 'test', actions: ['breakpoint'] },
  { id: 'view', actions: ['zoomFull', 'fitAll', 'fitSelection', 'links', 'zoomIn', 'zoomOut', 'tidy', 'shortcuts'] },
]

const clipboard = ['copy', 'cut', 'paste'] as const
const clipboardKeys = { copy: 'Ctrl + C', cut: 'Ctrl + X', paste: 'Ctrl + V' } as const
/** Keys of test runs, which the test button listens to. */
const tests = ['testAll', 'testTo', 'testStep'] as const
const testKeys = { testAll: 'Ctrl + Enter', testTo: 'Ctrl + Shift + Enter', testStep: 'Ctrl + Enter' } as const
const mouse = ['box', 'pan', 'zoom', 'scroll', 'duplicate', 'insert', 'reroute', 'branch'] as const

/** Every key and mouse gesture of the editor (`?`). */
export function ShortcutSheet() {
  const { t } = useTranslation('canvas')
  const { session } = useEditor()
  const opened = useSession((state) => state.dialog === 'shortcuts')
  return (
    <Modal
      opened={opened}
      onClose={() => session.getState().set({ dialog: undefined })}
      title={t('keys.title')}
      size={880}
    >
      <div className={styles.sheet}>
        {groups.map((group) => (
          <section key={group.id}>
            <h3>{t(`keys.groups.${group.id}`)}</h3>
            <dl>
              {group.actions.map((action) => (
                <div key={action}>
                  <dt>{t(`keys.${action}`)}</dt>
                  <dd>
                    {shortcuts
                      .filter((shortcut) => shortcut.action === action)
                      .map((shortcut) => (
                        <Kbd key={shortcut.keys}>{keysText(shortcut.keys)}</Kbd>
                      ))}
                  </dd>
                </div>
              ))}
              {group.id === 'test'
                ? tests.map((it) => (
                    <div key={it}>
                      <dt>{t(`keys.${it}`)}</dt>
                      <dd>
                        <Kbd>{testKeys[it]}</Kbd>
                      </dd>
                    </div>
                  ))
                : null}
              {group.id === 'edit'
                ? clipboard.map((it) => (
                    <div key={it}>
                      <dt>{t(`keys.${it}`)}</dt>
                      <dd>
                        <Kbd>{clipboardKeys[it]}</Kbd>
                      </dd>
                    </div>
                  ))
                : null}
            </dl>
          </section>
        ))}
        <section>
          <h3>{t('keys.groups.mouse')}</h3>
          <dl>
            {mouse.map((it) => (
              <div key={it}>
                <dt>{t(`mouse.${it}.what`)}</dt>
                <dd>{t(`mouse.${it}.how`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Modal>
  )
}
