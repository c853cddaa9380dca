import type { Flow, Problem } from '../flow/flow.ts'
import type { Text } from '../text/text.ts'
import { createWireChecker } from './check-wires.ts'
import { problemOfFinding } from './finding-problem.ts'
import { createFlowSchemas, type KnowNode } from './flow-schemas.ts'

/** The problems of all wires of a flow, one a field; what an officer has accepted is none. `title`: what a node is called. */
export function wireProblems(flow: Flow, know: KnowNode, title: (id: string) => Text): readonly Problem[] {
  const checks = createWireChecker()(flow, know, createFlowSchemas()(flow, know))
  return [...checks.values()].flatMap((check) =>
    check.findings
      .filter((it) => it.accepted === undefined)
      .map((finding) => problemOfFinding(check, finding, title(check.from))),
  )
}
