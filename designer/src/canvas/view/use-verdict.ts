import type { Flow } from '#shared/flow/flow.ts'
import type { Catalogue } from '../../document/catalogue.ts'
import { useOpenDocument } from '../../document/DocumentProvider.tsx'
import { createJudge } from '../../document/rules.ts'
import type { Verdict } from '../../document/verdict.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import type { Wiring } from '../../session/session-store.ts'

const judges = new WeakMap<Flow, { readonly key: string; readonly judge: (to: string) => Verdict }>()

/** The judge of a wire being drawn; made once per flow and source port, however many nodes ask. */
export function judgeOf(flow: Flow, catalogue: Catalogue, from: string, port: string): (to: string) => Verdict {
  const key = `${from}|${port}`
  const known = judges.get(flow)
  if (known?.key === key) return known.judge
  const judge = createJudge(flow, catalogue, from, port)
  judges.set(flow, { key, judge })
  return judge
}

/** What a node has to say to the wire being drawn: compatible ones glow, others fade with the reason. Undefined while none is. */
export function useVerdict(id: string): Verdict | undefined {
  const { document } = useOpenDocument()
  const wiring = useSession(selectWiring)
  if (wiring?.port === undefined || wiring.from === id) return undefined
  const { flow, catalogue } = document.getState()
  return judgeOf(flow, catalogue, wiring.from, wiring.port)(id)
}

const selectWiring = (state: { readonly wiring: Wiring | undefined }): Wiring | undefined => state.wiring
