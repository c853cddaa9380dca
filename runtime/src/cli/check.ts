import { nodeDefinitions } from '#nodes/index.ts'
import { checkExpression } from '#shared/expression/compile.ts'
import type { Problem } from '#shared/flow/flow.ts'
import { parseFlow } from '#shared/flow/parse.ts'
import { serialiseFlow } from '#shared/flow/serialise.ts'
import { validateFlow } from '#shared/flow/validate.ts'
import { type FlowFolder, findTables } from '../deployments/templates/flow-folder.ts'
import { findFlows } from './flow-files.ts'
import type { Output } from './output.ts'

/** `lienthong check PATH…`: every problem with its place; 1 when at least one is an error. Connections belong to an installation and are not checked here. */
export function check(paths: readonly string[], output: Output): number {
  const folders = findFlows(paths)
  const known = findTables(paths)
  const flows = new Set(folders.flatMap(({ flow }) => (flow ? [flow.id] : [])))
  const around = {
    definitions: new Map(nodeDefinitions.map((it) => [it.type, it])),
    checkExpression: placed,
    ...(known.length > 0 ? { tables: new Set(known.map((it) => it.id)) } : {}),
    ...(flows.size > 1 ? { flows } : {}),
  }
  const results = folders.map((it) => ({
    path: it.folder,
    problems: [...it.problems, ...(it.flow ? validateFlow(it.flow, around) : []), ...canonical(it)],
  }))
  for (const { path, problems } of results) {
    output.line(`${path}: ${problems.length === 0 ? 'không có vấn đề (no problems)' : ''}`)
    for (const it of problems)
      output.line(
        `  ${it.severity} ${it.code} ${[it.node, it.path ?? it.port].filter(Boolean).join(' ')}: ${it.message.vi} (${it.message.en})`,
      )
  }
  output.json({ results })
  return results.some(({ problems }) => problems.some((it) => it.severity === 'error')) ? 1 : 0
}

function placed(text: string): { position: number; message: { vi: string; en: string } } | undefined {
  const wrong = checkExpression(text)
  return wrong && { position: wrong.position ?? 0, message: wrong.message }
}

/** A file that is not canonical makes noisy diffs; saving it in the designer mends it. */
function canonical({ flow, text }: FlowFolder): readonly Problem[] {
  if (!flow || serialiseFlow(flow) === text) return []
  const again = parseFlow(serialiseFlow(flow)).problems.length === 0
  return again
    ? [
        {
          code: 'flow.not-canonical',
          severity: 'info',
          message: {
            vi: 'Tệp chưa ở dạng chuẩn; mở và lưu lại trong trình thiết kế để chuẩn hoá',
            en: 'The file is not in canonical form; open and save it in the designer',
          },
        },
      ]
    : []
}
