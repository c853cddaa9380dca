import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowNode, Problem } from '#shared/flow/flow.ts'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { branchPorts, branchTitles, ERROR_OUT, UNDO_OUT } from '../../document/branches.ts'
import { useCatalogue, useDefinition, useDocument, useNode, useNodeProblems } from '../../document/DocumentProvider.tsx'
import { wiresInto } from '../../document/wires.ts'
import { useText } from '../../i18n/use-text.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { CalledLink } from '../called/CalledLink.tsx'
import { LinkChips } from '../links/LinkChips.tsx'
import { useWorstInto } from '../wires/checks-store.ts'
import { useBranchTitle } from './BranchMark.tsx'
import branchStyles from './branch.module.css'
import { markSigns, useNodeMark } from './change-marks.ts'
import { NodeBadges } from './NodeBadges.tsx'
import { NodeIcon } from './NodeIcon.tsx'
import { NodeTitle } from './NodeTitle.tsx'
import styles from './node.module.css'
import { subtitleOf } from './node-words.ts'
import { NextBadge, RunBadge } from './RunBadge.tsx'
import { useMoment, useNodeRun, useTrialMark } from './run-overlay.ts'
import { type ShownPort, shownPorts } from './shown-ports.ts'
import { HEADER_HEIGHT, portTop } from './sizes.ts'
import { TrialMark } from './TrialMark.tsx'
import { BRANCH_AT, type CanvasNode, INPUT } from './to-react-flow.ts'
import { useFar } from './use-far.ts'
import { useKeyFocus, useRoving } from './use-roving.ts'
import { useVerdict } from './use-verdict.ts'

const NO_PORTS: readonly ShownPort[] = []
const NO_BRANCHES: readonly string[] = []
const BRANCHES = [
  { port: ERROR_OUT, branch: 'error' },
  { port: UNDO_OUT, branch: 'undo' },
] as const

/** A node on the canvas: looks everything up by its id, so moving one node draws one node. */
export const FlowNodeView = memo(function FlowNodeView({ id, selected }: NodeProps<CanvasNode>) {
  const { t } = useTranslation(['canvas', 'common', 'compare', 'wires', 'debug'])
  const text = useText()
  const node = useNode(id)
  const definition = useDefinition(id)
  const catalogue = useCatalogue()
  const problems = useNodeProblems(id)
  const run = useNodeRun(id)
  const moment = useMoment(id)
  const mark = useNodeMark(id)
  const trial = useTrialMark(id)
  const worst = useWorstInto(id)
  const incoming = useDocument((state) => wiresInto(state.flow, id).length)
  const errorsTo = useBranchTitle(id, 'error')
  const undoneBy = useBranchTitle(id, 'undo')
  const readOnly = useDocument((state) => state.readOnly)
  const verdict = useVerdict(id)
  const isCandidate = useSession((state) => state.wiring?.candidate === id)
  const frame = useRef<HTMLElement>(null)
  const tabbable = useRoving(id, frame)
  const keyFocus = useKeyFocus()
  const far = useFar()
  if (!node) return null

  const ports = node ? shownPorts(catalogue, node) : NO_PORTS
  const kind = definition?.kind
  const kindWord = t(`kinds.${kind ?? 'unknown'}`)
  const title = node.title ?? (definition ? text(definition.title) : node.use)
  const outgoing = Object.values(node.to ?? {}).reduce((sum, targets) => sum + targets.length, 0)
  const spoken = [
    title,
    kindWord,
    problems.length > 0 ? t('node.problems', { count: problems.length }) : t('node.valid'),
    node.disabled ? t('node.disabled') : '',
    run ? t(`common:states.${run.status}`) : '',
    mark ? t(`compare:marks.${mark}`) : '',
    moment ? t(`debug:travel.${moment === 'next' ? 'nextUp' : moment}`) : '',
    trial?.pinned ? t('debug:pin.word') : '',
    trial?.stale ? t('debug:stale.mark', { reason: text(trial.stale) }) : '',
    trial?.stop ? t('debug:stop.word') : '',
    t('node.wires', { incoming, outgoing }),
    errorsTo === '' ? '' : t('node.errorsTo', { title: errorsTo }),
    undoneBy === '' ? '' : t('node.undoneBy', { title: undoneBy }),
    worst && worst.state !== 'ok' ? t('wires:into', { state: t(`wires:states.${worst.state}`) }) : '',
  ].filter((part) => part !== '')

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a node; the role is what readers need.
    <section
      ref={frame}
      className={styles.node}
      role="group"
      aria-roledescription={t('node.role')}
      aria-label={spoken.join(', ')}
      tabIndex={tabbable ? 0 : -1}
      onFocus={(event) => {
        // Reached by Tab: what the keys will act on is shown as selected.
        if (event.target === event.currentTarget && event.target.matches(':focus-visible')) keyFocus(id)
      }}
      data-node={id}
      data-kind={kind ?? 'unknown'}
      data-selected={selected || undefined}
      data-disabled={node.disabled || undefined}
      data-verdict={verdict?.is}
      data-candidate={isCandidate || undefined}
      data-run={run?.status}
      data-mark={mark}
      data-moment={moment}
      data-pinned={trial?.pinned || undefined}
    >
      {far ? (
        <span className={styles.farPlate} />
      ) : (
        <NodeFace
          id={id}
          node={node}
          definition={definition}
          title={title}
          kindWord={kindWord}
          problems={problems}
          ports={ports}
        />
      )}
      <NodePorts
        takesInput={definition?.input !== false}
        ports={ports}
        branches={readOnly ? NO_BRANCHES : branchPorts(catalogue, node)}
      />
      {mark ? (
        <span className={styles.mark} data-mark={mark} aria-hidden>
          {markSigns[mark]}
        </span>
      ) : null}
      {trial ? <TrialMark mark={trial} /> : null}
      {far ? null : <LinkChips id={id} />}
      {far ? null : moment === 'next' && !run ? (
        <NextBadge />
      ) : run ? (
        <RunBadge run={run} stale={trial?.stale} />
      ) : null}
      {verdict && verdict.is !== 'ok' ? <span className={styles.reason}>{text(verdict.reason)}</span> : null}
    </section>
  )
})

/** Header and named ports; left out when the canvas is seen from far. */
function NodeFace({
  id,
  node,
  definition,
  title,
  kindWord,
  problems,
  ports,
}: {
  readonly id: string
  readonly node: FlowNode
  readonly definition: CatalogueNode | undefined
  readonly title: string
  readonly kindWord: string
  readonly problems: readonly Problem[]
  readonly ports: readonly ShownPort[]
}) {
  const text = useText()
  return (
    <>
      <header className={styles.header} style={{ height: HEADER_HEIGHT }}>
        <NodeIcon definition={definition} />
        <span className={styles.words}>
          <NodeTitle id={id} title={title} />
          <span className={styles.subtitle}>{text(subtitleOf(node, definition, { vi: kindWord, en: kindWord }))}</span>
        </span>
        <NodeBadges node={node} problems={problems} />
        <CalledLink id={id} />
      </header>
      {ports.length > 1 ? <PortRows ports={ports} /> : null}
    </>
  )
}

/** The dots that wires begin and end at; also there from far, because React Flow measures them to draw the wires. */
export function NodePorts({
  takesInput,
  ports,
  branches = NO_BRANCHES,
  connectable = true,
}: {
  readonly takesInput: boolean
  readonly ports: readonly ShownPort[]
  /** The branches that can be drawn from here. */
  readonly branches?: readonly string[]
  readonly connectable?: boolean
}) {
  const text = useText()
  return (
    <>
      {takesInput ? (
        <Handle
          type="target"
          id={INPUT}
          position={Position.Left}
          isConnectable={connectable}
          isConnectableStart={false}
          className={styles.input}
          style={{ top: HEADER_HEIGHT / 2 }}
        />
      ) : null}
      {ports.map((port, index) => (
        <Handle
          key={port.name}
          type="source"
          id={port.name}
          position={Position.Right}
          isConnectable={connectable}
          isConnectableEnd={false}
          className={styles.port}
          data-port={port.name}
          style={{ top: portTop(index, ports.length) }}
        />
      ))}
      {BRANCHES.map(({ port, branch }) => {
        const shown = branches.includes(port)
        return (
          <Handle
            key={port}
            type="source"
            id={port}
            position={Position.Bottom}
            isConnectable={shown}
            isConnectableEnd={false}
            className={shown ? branchStyles.branchPort : branchStyles.hiddenPort}
            data-port={port}
            title={shown ? text(branchTitles[branch]) : undefined}
            style={{ left: BRANCH_AT[branch] }}
          />
        )
      })}
    </>
  )
}

/** The names of several ports with their conditions, a row each. */
export function PortRows({ ports }: { readonly ports: readonly ShownPort[] }) {
  const { t } = useTranslation('canvas')
  const text = useText()
  return (
    <ul className={styles.ports}>
      {ports.map((port) => (
        <li
          key={port.name}
          className={styles.portRow}
          data-unknown={port.unknown || undefined}
          title={
            port.when === undefined ? text(port.title) : t('node.portWhen', { port: text(port.title), when: port.when })
          }
        >
          {port.when === undefined ? null : <code className={styles.portWhen}>{port.when}</code>}
          <span className={styles.portTitle}>{text(port.title)}</span>
        </li>
      ))}
    </ul>
  )
}
