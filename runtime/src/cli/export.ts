import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { storedCaseSchema } from '#shared/api/test-cases.ts'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'
import { serialiseFlow, serialiseLayout } from '#shared/flow/serialise.ts'
import { adminClient, goodAnswer } from './admin-client.ts'
import type { Output } from './output.ts'

/** `lienthong export FLOW FOLDER`: writes a flow of the running server with its layout and test cases as files below FOLDER. */
export async function exportFlow(id: string, folder: string, output: Output): Promise<number> {
  const call = adminClient()
  const at = `/flows/${encodeURIComponent(id)}`
  const detail = goodAnswer(await call('GET', at))
  const { flow } = parseFlow(detail.flow)
  if (!flow) throw new Error(`luồng "${id}" không đọc được (the flow cannot be read)`)
  const cases = storedCaseSchema.array().parse(goodAnswer(await call('GET', `${at}/cases`)).cases)
  const layout = detail.layout === undefined ? undefined : parseLayout(detail.layout)
  const own = join(folder, flow.id)
  mkdirSync(join(own, 'tests'), { recursive: true })
  writeFileSync(join(own, 'flow.json'), serialiseFlow(flow))
  if (layout) writeFileSync(join(own, 'layout.json'), serialiseLayout(layout))
  for (const it of cases) writeFileSync(join(own, 'tests', `${it.name}.json`), `${JSON.stringify(it.case, null, 2)}\n`)
  output.line(`Đã ghi "${flow.title}" và ${cases.length} ca kiểm thử vào (written to) ${own}`)
  output.json({ folder: own, cases: cases.map(({ name }) => name) })
  return 0
}
