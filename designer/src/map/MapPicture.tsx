import '@xyflow/react/dist/style.css'
import { Loader, useComputedColorScheme } from '@mantine/core'
import {
  Background,
  BackgroundVariant,
  Controls,
  type Edge,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react'
import { memo, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { asApiError } from '../api/api-error.ts'
import { browserLayouter } from '../canvas/tidy/layouter.ts'
import { useAriaLabels } from '../canvas/view/use-aria-labels.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { KindIcon, MapStateMark } from './MapCard.tsx'
import styles from './map.module.css'
import { CARD_HEIGHT, CARD_WIDTH, type Places, placeMap } from './map-layout.ts'
import type { MapModel, MapNode } from './map-model.ts'

type Card = Node<{ readonly node: MapNode }, 'card'>

const nodeTypes = { card: memo(CardView) }
/** From this many boxes on only those in view are drawn. */
const DRAW_ALL = 100
/** Below this zoom nobody can read or press a box. */
const READABLE = 0.75
/** Pixels of the window that the rail and the heading take from the map. */
const BESIDE = 280
const ABOVE = 220
/** Free space at the corner that is looked at first, in pixels. */
const MARGIN = 24

/** The map as a picture: flows at the left, what they lead to at the right. Every box is a link. */
export function MapPicture({ model }: { readonly model: MapModel }) {
  const { t } = useTranslation('map')
  const scheme = useComputedColorScheme('light')
  const labels = useAriaLabels()
  const { places, fault } = usePlaces(model)
  const nodes = useMemo(
    () =>
      model.nodes.flatMap((node): Card[] => {
        const at = places?.get(node.key)
        return at
          ? [
              {
                id: node.key,
                type: 'card',
                position: at,
                data: { node },
                width: CARD_WIDTH,
                height: CARD_HEIGHT,
                measured: { width: CARD_WIDTH, height: CARD_HEIGHT },
                domAttributes: { 'aria-roledescription': undefined },
              },
            ]
          : []
      }),
    [model, places],
  )
  const edges = useMemo(
    () =>
      model.edges.map(
        (edge): Edge => ({
          id: edge.key,
          source: edge.from,
          target: edge.to,
          focusable: false,
          domAttributes: { 'aria-hidden': true },
        }),
      ),
    [model],
  )
  if (fault) return <ErrorCard error={fault} />
  if (!places) return <Loader size={20} m="md" aria-label={t('placing')} />
  return (
    <div className={styles.picture}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        aria-label={t('title')}
        ariaLabelConfig={labels}
        colorMode={scheme}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        {...firstLook(nodes)}
        minZoom={0.1}
        maxZoom={1.5}
        onlyRenderVisibleElements={nodes.length > DRAW_ALL}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  )
}

/** The whole map, or when that could not be read any more, its upper left corner. */
function firstLook(nodes: readonly Card[]) {
  const width = Math.max(...nodes.map(({ position }) => position.x)) + CARD_WIDTH
  const height = Math.max(...nodes.map(({ position }) => position.y)) + CARD_HEIGHT
  const fits = width * READABLE < window.innerWidth - BESIDE && height * READABLE < window.innerHeight - ABOVE
  if (fits || nodes.length === 0)
    return { fitView: true, fitViewOptions: { maxZoom: 1, minZoom: READABLE, padding: 0.1 } }
  const left = Math.min(...nodes.map(({ position }) => position.x))
  const top = Math.min(...nodes.map(({ position }) => position.y))
  return { defaultViewport: { x: MARGIN - left * READABLE, y: MARGIN - top * READABLE, zoom: READABLE } }
}

function CardView({ data: { node } }: NodeProps<Card>) {
  const { t } = useTranslation('map')
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className={styles.dot} />
      <Link to={node.path} className={styles.card ?? ''} data-state={node.state}>
        <KindIcon kind={node.kind} />
        <span className={styles.words}>
          <span className={styles.name}>{node.title}</span>
          <span className={styles.below}>
            {t(`kinds.${node.kind}`)} <MapStateMark node={node} />
          </span>
        </span>
      </Link>
      <Handle type="source" position={Position.Right} isConnectable={false} className={styles.dot} />
    </>
  )
}

/** Places the boxes in a worker; only when what stands on the map changes, not with every state. */
function usePlaces(model: MapModel) {
  const shape = JSON.stringify([model.nodes.map((it) => it.key), model.edges.map((it) => it.key)])
  const [placed, setPlaced] = useState<{ readonly places?: Places; readonly fault?: ReturnType<typeof asApiError> }>({})
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape says all that the layout depends on.
  useEffect(() => {
    let gone = false
    browserLayouter()
      .then((layouter) => placeMap(model, layouter))
      .then((places) => {
        if (!gone) setPlaced({ places })
      })
      .catch((reason: unknown) => {
        if (!gone) setPlaced({ fault: asApiError(reason) })
      })
    return () => {
      gone = true
    }
  }, [shape])
  return placed
}
