import { type ReactNode, useMemo } from 'react'
import { compileFieldPath } from '#shared/mapping/field-path.ts'
import type { Turns } from '#shared/mapping/mapping.ts'
import { ItemFormulaScope, useFormulaScope } from '../formula/FormulaScope.tsx'
import { useFormulaPreview } from '../formula/use-preview.ts'
import { isFieldPath } from '../formula/value-modes.ts'

/** The formulas below see an item of the lists that are run over. */
export function InChain({ chain, children }: { readonly chain: readonly Turns[]; readonly children: ReactNode }) {
  const [turns, ...rest] = chain
  if (turns === undefined) return children
  return (
    <OneItem turns={turns}>
      <InChain chain={rest}>{children}</InChain>
    </OneItem>
  )
}

function OneItem({ turns, children }: { readonly turns: Turns; readonly children: ReactNode }) {
  const { vocabulary } = useFormulaScope()
  const plain = isFieldPath(turns.over) && !turns.over.startsWith('$')
  const preview = useFormulaPreview(turns.over, !plain)
  const items = useMemo(() => {
    const found = plain ? readHere(turns.over, vocabulary.body) : preview.is === 'value' ? preview.value : undefined
    return Array.isArray(found) ? found : found === undefined || found === null ? [] : [found]
  }, [plain, turns, vocabulary, preview])
  return (
    <ItemFormulaScope turns={turns} item={items[0]} items={items}>
      {children}
    </ItemFormulaScope>
  )
}

function readHere(path: string, body: unknown): unknown {
  try {
    return compileFieldPath(path)({ body, headers: {}, keys: {}, steps: {}, run: { id: '', at: '', flow: '' } })
  } catch {
    return undefined
  }
}
