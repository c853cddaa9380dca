import { readCases } from '../deployments/templates/flow-folder.ts'
import { adminClient, goodAnswer } from './admin-client.ts'
import { findFlows } from './flow-files.ts'
import type { Output } from './output.ts'

/** `lienthong publish PATH`: saves flows with their test cases on the running server and publishes them; stops at the first that is refused. */
export async function publish(path: string, note: string, output: Output): Promise<number> {
  const call = adminClient()
  const published: { flow: string; version: unknown }[] = []
  for (const found of findFlows([path])) {
    const { folder, flow, layout, problems } = found
    if (!flow) throw new Error(`${folder}: ${problems.map((it) => it.message.vi).join('; ')}`)
    const before = await call('GET', `/flows/${flow.id}`)
    const revision = before.status === 200 ? { revision: goodAnswer(before).revision } : {}
    goodAnswer(await call('PUT', `/flows/${flow.id}`, { flow, ...(layout ? { layout } : {}), ...revision }))
    for (const { name, case: it } of readCases(found))
      goodAnswer(await call('PUT', `/flows/${flow.id}/cases/${name}`, it))
    const { version } = goodAnswer(await call('POST', `/flows/${flow.id}/publish`, { note }))
    published.push({ flow: flow.id, version })
    output.line(`Đã ban hành "${flow.title}" (published): ${String(version)}`)
  }
  output.json({ published })
  return 0
}
