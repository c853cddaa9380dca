import { declarableAt } from '../canvas/wires/fixes.ts'
import { titleOfNode } from '../document/catalogue.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { wiresInto } from '../document/wires.ts'
import { useFormulaScope } from '../formula/FormulaScope.tsx'
import { useText } from '../i18n/use-text.ts'
import { DeclareButton } from '../schemas/DeclareButton.tsx'

/** Declares what arrives at the mapping, where nothing else tells it: at the node that it comes from. */
export function DeclareSource({ disabled }: { readonly disabled: boolean }) {
  const { node } = useFormulaScope()
  const text = useText()
  const flow = useDocument((state) => state.flow)
  const catalogue = useDocument((state) => state.catalogue)
  const [wire] = node === undefined ? [] : wiresInto(flow, node)
  const place = wire && declarableAt(flow, catalogue, wire)
  if (!place || disabled) return null
  return <DeclareButton node={place.node} title={text(titleOfNode(catalogue, flow, place.node))} />
}
