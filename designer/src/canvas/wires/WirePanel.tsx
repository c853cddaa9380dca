import { CloseButton, Popover } from '@mantine/core'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { WireCheck } from '#shared/schema/check-wires.ts'
import { titleOfNode } from '../../document/catalogue.ts'
import { useCatalogue, useDocument, useFlow } from '../../document/DocumentProvider.tsx'
import { hasWire, type Wire, wireKey } from '../../document/wires.ts'
import { useText } from '../../i18n/use-text.ts'
import { useSession, useSessionStore } from '../../session/SessionProvider.tsx'
import { useWireCheck } from './checks-store.ts'
import { FindingItem } from './FindingItem.tsx'
import { arrivingFields } from './fixes.ts'
import { WireFixes } from './WireFixes.tsx'
import styles from './wires.module.css'

const SHOWN = 12
const NO_FINDINGS: WireCheck['findings'] = []

/** What passes through the open wire, what does not fit and what can be done about it. */
export function WirePanel() {
  const opened = useSession((state) => state.openWire)
  const session = useSessionStore()
  const flow = useFlow()
  const opener = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (opened) opener.current = document.activeElement
  }, [opened])
  const close = (): void => {
    session.getState().set({ openWire: undefined })
    const { current } = opener
    if (current instanceof HTMLElement && current !== document.body && current.isConnected) current.focus()
    else if (opened) session.getState().set({ focusAsked: opened.wire.to })
  }
  const gone = opened !== undefined && !hasWire(flow, opened.wire)
  useEffect(() => {
    if (gone) session.getState().set({ openWire: undefined })
  }, [gone, session])
  if (!opened || gone) return null
  const [left, top] = opened.screen
  return (
    <Popover
      key={wireKey(opened.wire)}
      opened
      onChange={(stays) => (stays ? undefined : close())}
      position="bottom"
      width="min(560px, calc(100vw - 24px))"
      trapFocus
      withRoles={false}
      withinPortal
      shadow="md"
      middlewares={{ shift: { padding: 12, crossAxis: true }, flip: false }}
    >
      <Popover.Target>
        <span className={styles.anchor} style={{ left, top }} />
      </Popover.Target>
      <Details wire={opened.wire} onClose={close} />
    </Popover>
  )
}

function Details({ wire, onClose }: { readonly wire: Wire; readonly onClose: () => void }) {
  const { t } = useTranslation('wires')
  const text = useText()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const readOnly = useDocument((state) => state.readOnly)
  const check = useWireCheck(wireKey(wire))
  const heading = useRef<HTMLHeadingElement>(null)
  const from = titleOfNode(catalogue, flow, wire.from)
  const title = t('title', { from: text(from), to: text(titleOfNode(catalogue, flow, wire.to)) })
  const findings = check?.findings ?? NO_FINDINGS
  const fields = arrivingFields(flow, catalogue, wire, SHOWN + 1)
  const list = fields?.slice(0, SHOWN).join(', ')
  // What was pressed may be gone when it has done its work.
  const settled = (): void => heading.current?.focus()
  return (
    <Popover.Dropdown role="dialog" aria-label={title} className={styles.panel} data-wire-panel={wireKey(wire)}>
      <div className={styles.head}>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <CloseButton aria-label={t('close')} onClick={onClose} />
      </div>
      {findings.length === 0 ? <p>{fields ? t('fits') : t('unknown')}</p> : null}
      {findings.length > 0 ? (
        <ul className={styles.findings}>
          {findings.map((finding) => (
            <FindingItem
              key={`${finding.is}|${finding.field}`}
              wire={wire}
              finding={finding}
              sender={from}
              onClose={onClose}
              onDone={settled}
            />
          ))}
        </ul>
      ) : null}
      {list ? (
        <p className={styles.dim}>
          {t('fields', { fields: list })}
          {fields && fields.length > SHOWN ? '…' : ''}
        </p>
      ) : null}
      {readOnly ? <p className={styles.dim}>{t('readOnly')}</p> : null}
      {readOnly ? null : <WireFixes wire={wire} check={check} onClose={onClose} onDone={settled} />}
    </Popover.Dropdown>
  )
}
