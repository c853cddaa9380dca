import { ActionIcon, Tooltip } from '@mantine/core'
import { IconListSearch, IconPlayerPause, IconPlayerPauseFilled, IconPlus, IconTrash } from '@tabler/icons-react'
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath, getSmoothStepPath } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { disconnectWires } from '../../document/commands/disconnect-wires.ts'
import { useDispatch, useDocument } from '../../document/DocumentProvider.tsx'
import { useSession, useSessionStore } from '../../session/SessionProvider.tsx'
import { useTrialStore } from '../../session/TrialProvider.tsx'
import { useWireCheck } from '../wires/checks-store.ts'
import { WireMark } from '../wires/WireMark.tsx'
import wires from '../wires/wires.module.css'
import { BranchMark } from './BranchMark.tsx'
import { markSigns, useWireMark } from './change-marks.ts'
import styles from './node.module.css'
import { useNodeRun, useRunOverlay, useWireStop, useWireValue, type WireValue } from './run-overlay.ts'
import type { CanvasEdge } from './to-react-flow.ts'
import trialStyles from './trial.module.css'
import { useFar } from './use-far.ts'

/** A wire: a calm curve forwards, a stepped line when it leads back (a loop), dashed with a sign when it is a branch. */
export const WireView = memo(function WireView(props: EdgeProps<CanvasEdge>) {
  const { id, selected, data } = props
  const wire = data?.wire
  const back = props.targetX < props.sourceX + 16
  const [path, labelX, labelY] = back
    ? getSmoothStepPath({ ...props, borderRadius: 12, offset: 24 })
    : getBezierPath({ ...props, curvature: 0.3 })
  const run = useNodeRun(wire?.from ?? '')
  const value = useWireValue(wire?.from ?? '', wire?.port ?? '')
  const stop = useWireStop(wire?.from ?? '', wire?.to ?? '')
  // Many wires chosen with a frame would bury the canvas under their tools.
  const alone = useSession(
    (state) => state.selection.size === 0 && state.selectedWires.size === 1 && state.selectedWires.has(id),
  )
  const isDrop = useSession((state) => state.dropWire === id)
  const readOnly = useDocument((state) => state.readOnly)
  const far = useFar()
  const mark = useWireMark(id)
  const check = useWireCheck(data?.branch ? undefined : id)
  const bad = check && check.state !== 'ok' ? check : undefined
  const travelled = wire !== undefined && run?.ports.includes(wire.port)
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={far ? 0 : 20}
        className={styles.wire ?? ''}
        data-selected={selected || undefined}
        data-error={data?.branch === 'error' || undefined}
        data-undo={data?.branch === 'undo' || undefined}
        data-check={bad?.state}
        data-drop={isDrop || undefined}
        data-travelled={travelled || undefined}
        data-far={far || undefined}
        data-mark={mark}
        {...(far ? {} : { markerEnd: 'url(#lt-arrow)' })}
      />
      {mark && !far ? (
        <EdgeLabelRenderer>
          <span
            className={styles.wireMark}
            data-mark={mark}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            aria-hidden
          >
            {markSigns[mark]}
          </span>
        </EdgeLabelRenderer>
      ) : null}
      {bad && !mark && !far ? (
        <EdgeLabelRenderer>
          <div
            className={wires.onWire}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY - (selected ? 32 : 0)}px)` }}
          >
            <WireMark check={bad} />
          </div>
        </EdgeLabelRenderer>
      ) : null}
      {value && !far && !selected ? (
        <ValueChip
          value={value}
          x={labelX}
          y={labelY + (bad || stop ? 28 : 0)}
          room={Math.abs(props.targetX - props.sourceX)}
        />
      ) : null}
      {stop && !data?.branch ? <StopDot x={labelX} y={labelY - (selected ? 32 : 0)} /> : null}
      {data?.branch && !mark && !far ? (
        <BranchMark branch={data.branch} wire={data.wire} x={labelX} y={labelY - (alone ? 32 : 0)} />
      ) : null}
      {alone && !readOnly && wire ? (
        <WireTools wire={wire} branch={data?.branch !== undefined} x={labelX} y={labelY} />
      ) : null}
    </>
  )
})

/** What is on the wire, in a few characters; a click opens the whole message. */
function ValueChip({
  value,
  x,
  y,
  room,
}: {
  readonly value: WireValue
  readonly x: number
  readonly y: number
  /** How long the wire is from left to right: a chip must not cover the nodes at its ends. */
  readonly room: number
}) {
  const { t } = useTranslation('debug')
  const overlay = useRunOverlay()
  return (
    <EdgeLabelRenderer>
      <button
        type="button"
        className={`${trialStyles.value} nodrag nopan`}
        style={{
          transform: `translate(-50%, -50%) translate(${x}px, ${y}px)`,
          maxWidth: Math.max(72, Math.min(220, room + 16)),
        }}
        title={value.text}
        data-current={value.current || undefined}
        tabIndex={value.current ? 0 : -1}
        aria-label={t('travel.value', { text: value.text })}
        onClick={() => overlay.getState().onOpen?.(value.path)}
      >
        {value.text}
      </button>
    </EdgeLabelRenderer>
  )
}

function StopDot({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <EdgeLabelRenderer>
      <span
        className={trialStyles.wireStop}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        data-stop
      >
        <span className={trialStyles.stopDot} />
      </span>
    </EdgeLabelRenderer>
  )
}

function WireTools({
  wire,
  branch,
  x,
  y,
}: {
  readonly wire: { readonly from: string; readonly port: string; readonly to: string }
  /** An error or compensation branch: its body is not checked and no test run stops on it. */
  readonly branch: boolean
  readonly x: number
  readonly y: number
}) {
  const { t } = useTranslation(['canvas', 'debug'])
  const dispatch = useDispatch()
  const trial = useTrialStore()
  const stop = useWireStop(wire.from, wire.to)
  const stopLabel = t(stop ? 'debug:stop.clearWire' : 'debug:stop.setWire')
  const session = useSessionStore()
  return (
    <EdgeLabelRenderer>
      <div
        className={`${styles.wireTools} nodrag nopan`}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      >
        <Tooltip label={t('wire.insert')}>
          <ActionIcon
            size={28}
            variant="default"
            aria-label={t('wire.insert')}
            onClick={(event) =>
              session.getState().set({
                quickAdd: { screen: [event.clientX, event.clientY], at: [x, y], centred: true, onWire: wire },
              })
            }
          >
            <IconPlus size={18} />
          </ActionIcon>
        </Tooltip>
        {branch ? null : (
          <>
            <Tooltip label={t('wire.check')}>
              <ActionIcon
                size={28}
                variant="default"
                aria-label={t('wire.check')}
                onClick={(event) =>
                  session.getState().set({ openWire: { wire, screen: [event.clientX, event.clientY] } })
                }
              >
                <IconListSearch size={18} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={stopLabel}>
              <ActionIcon
                size={28}
                variant="default"
                aria-label={stopLabel}
                aria-pressed={stop}
                onClick={() => trial.getState().toggleStop({ node: wire.to, from: wire.from })}
              >
                {stop ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPause size={18} />}
              </ActionIcon>
            </Tooltip>
          </>
        )}
        <Tooltip label={t('wire.delete')}>
          <ActionIcon
            size={28}
            variant="default"
            aria-label={t('wire.delete')}
            onClick={() => dispatch(disconnectWires([wire]))}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
    </EdgeLabelRenderer>
  )
}
