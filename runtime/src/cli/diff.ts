import { nodeDefinitions } from '#nodes/index.ts'
import { diffFlows } from '#runtime/deployments/diff.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { findFlows } from './flow-files.ts'
import { type Output, UsageError } from './output.ts'

/** `lienthong diff A B`: what differs between two flow files, in sentences; 0 when nothing does, 1 when something does. */
export function diff(a: string, b: string, output: Output): number {
  const changes = diffFlows(readable(a), readable(b), {
    definitions: new Map(nodeDefinitions.map((it) => [it.type, it])),
  })
  for (const { sentence } of changes) output.line(`${sentence.vi} (${sentence.en})`)
  if (changes.length === 0) output.line('Không có khác biệt (no differences)')
  output.json({ changes })
  return changes.length > 0 ? 1 : 0
}

function readable(path: string): Flow {
  const found = findFlows([path])
  const flow = found[0]?.flow
  if (!flow || found.length > 1)
    throw new UsageError(
      `${path}: ${found[0]?.problems.map((it) => it.message.vi).join('; ') || 'cần đúng một luồng (exactly one flow)'}`,
    )
  return flow
}
