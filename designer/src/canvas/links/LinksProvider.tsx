import { type ReactNode, useMemo } from 'react'
import { useStore } from 'zustand'
import { useOperation } from '../../api/api-context.ts'
import { useDocument } from '../../document/DocumentProvider.tsx'
import { useEditor } from '../use-editor.ts'
import { implicitLinks } from './implicit-links.ts'
import { LinksContext } from './links-context.ts'

/** Works the implicit links out while they are asked for; nothing is fetched or computed otherwise. */
export function LinksProvider({ children }: { readonly children: ReactNode }) {
  const shown = useStore(useEditor().panels, (state) => state.links)
  const map = useOperation('systemMap', {}, { enabled: shown }).data
  const flow = useDocument((state) => (shown ? state.flow : undefined))
  const catalogue = useDocument((state) => state.catalogue)
  const links = useMemo(() => flow && implicitLinks(flow, catalogue, map), [flow, catalogue, map])
  return <LinksContext value={links}>{children}</LinksContext>
}
