import { ActionIcon, Loader, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useText } from '../../i18n/use-text.ts'
import { drawerTabs } from '../panels.ts'
import { useEditor } from '../use-editor.ts'
import styles from './drawer.module.css'
import { Splitter } from './Splitter.tsx'

/** The panel below the canvas; its tabs stay in reach when it is closed. */
export function Drawer({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('canvas')
  const text = useText()
  const { panels, session, camera } = useEditor()
  const open = useStore(panels, (state) => state.drawer)
  const active = useStore(panels, (state) => state.drawerTab)
  const height = useStore(panels, (state) => state.drawerHeight)
  const { set } = panels.getState()
  // The canvas lost height: what was being worked on must not have gone behind the drawer. A frame later it has its new size.
  useEffect(() => {
    if (!open) return
    const frame = requestAnimationFrame(() => {
      const [node] = session.getState().selection
      if (node !== undefined) camera.show(node)
    })
    return () => cancelAnimationFrame(frame)
  }, [open, session, camera])
  const tab = drawerTabs.find((it) => it.id === active) ?? drawerTabs[0]
  return (
    <section className={styles.drawer} aria-label={t('drawer.label')}>
      {open ? (
        <Splitter
          label={t('drawer.resize')}
          size={height}
          min={120}
          max={640}
          towards="up"
          onResize={(drawerHeight) => set({ drawerHeight })}
        />
      ) : null}
      <div className={styles.tabs}>
        <div className={styles.tabList} role="tablist" aria-label={t('drawer.label')}>
          {drawerTabs.map(({ id, title, icon: Icon, Badge }) => (
            <button
              key={id}
              type="button"
              role="tab"
              id={`drawer-tab-${id}`}
              aria-selected={open && id === tab?.id}
              {...(open ? { 'aria-controls': 'drawer-panel' } : {})}
              className={styles.tab}
              onClick={() => set({ drawerTab: id, drawer: !(open && id === tab?.id) })}
            >
              <Icon size={18} aria-hidden />
              {text(title)}
              {Badge ? (
                <Suspense fallback={null}>
                  <Badge />
                </Suspense>
              ) : null}
            </button>
          ))}
        </div>
        <span className={styles.spring} />
        <Tooltip label={t(open ? 'drawer.close' : 'drawer.open')}>
          <ActionIcon
            size={32}
            variant="subtle"
            aria-label={t(open ? 'drawer.close' : 'drawer.open')}
            onClick={() => set({ drawer: !open })}
          >
            {open ? <IconChevronDown size={20} /> : <IconChevronUp size={20} />}
          </ActionIcon>
        </Tooltip>
      </div>
      {open && tab ? (
        <div
          id="drawer-panel"
          role="tabpanel"
          aria-labelledby={`drawer-tab-${tab.id}`}
          className={styles.drawerBody}
          style={{ height }}
        >
          <Suspense fallback={<Loader size={20} m="md" />}>
            <tab.Panel flowId={flowId} />
          </Suspense>
        </div>
      ) : null}
    </section>
  )
}
