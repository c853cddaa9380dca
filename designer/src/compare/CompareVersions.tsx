import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'
import { useOperation } from '../api/api-context.ts'
import type { AnswerOf } from '../api/client.ts'
import { readCatalogue } from '../document/catalogue-answer.ts'
import { Loaded } from '../ui/Loaded.tsx'
import { CompareView } from './CompareView.tsx'
import styles from './compare.module.css'
import type { Side } from './union.ts'
import { VersionChoice } from './VersionChoice.tsx'

/** Which versions are compared: hashes, numbers, `draft` or `published`. */
export interface Pair {
  readonly from: string
  readonly to: string
}

/** Any two versions of a flow, with what else meets the difference. */
export function CompareVersions({
  flowId,
  pair,
  onPair,
  start,
  onWalk,
}: {
  readonly flowId: string
  readonly pair: Pair
  readonly onPair: (pair: Pair) => void
  readonly start?: number | undefined
  readonly onWalk?: ((at: number) => void) | undefined
}) {
  const diff = useOperation('diffFlow', { params: { id: flowId }, query: pair })
  const nodes = useOperation('nodes', {})
  const choice = <VersionChoice flowId={flowId} pair={pair} onPair={onPair} />
  return (
    <Loaded query={diff}>
      {(answer) => (
        <Loaded query={nodes}>
          {(catalogue) => (
            <Both key={`${answer.from} ${answer.to}`} answer={answer} nodes={catalogue} start={start} onWalk={onWalk}>
              {choice}
            </Both>
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

function Both({
  answer,
  nodes,
  start,
  onWalk,
  children,
}: {
  readonly answer: AnswerOf<'diffFlow'>
  readonly nodes: unknown
  readonly start: number | undefined
  readonly onWalk: ((at: number) => void) | undefined
  readonly children: React.ReactNode
}) {
  const { t } = useTranslation('compare')
  const catalogue = useMemo(() => readCatalogue(nodes), [nodes])
  const before = useMemo(() => sideOf(answer.before), [answer])
  const after = useMemo(() => sideOf(answer.after), [answer])
  if (!before || !after)
    return (
      <p role="alert" className={styles.dim}>
        {t('unreadable')}
      </p>
    )
  return (
    <CompareView
      before={before}
      after={after}
      catalogue={catalogue}
      impact={answer.impact}
      start={start}
      onWalk={onWalk}
    >
      {children}
    </CompareView>
  )
}

function sideOf({ flow, layout }: AnswerOf<'diffFlow'>['before']): Side | undefined {
  const read = parseFlow(flow).flow
  return read && { flow: read, layout: parseLayout(layout ?? { format: 1, at: {} }) }
}
