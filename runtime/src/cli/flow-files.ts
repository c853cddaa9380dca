import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type FlowFolder, readFlowFolder } from '../deployments/templates/flow-folder.ts'
import { UsageError } from './output.ts'

/** Finds flows under paths that may be a flow file, a flow folder, or a folder of flow folders. Throws `UsageError` for a path that is none. */
export function findFlows(paths: readonly string[]): readonly FlowFolder[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new UsageError(`${path}: không có tệp hoặc thư mục này (no such file or folder)`)
    if (statSync(path).isFile()) return [readFlowFolder(dirname(path), basename(path))]
    if (existsSync(join(path, 'flow.json'))) return [readFlowFolder(path, 'flow.json')]
    const inside = readdirSync(path).filter((name) => existsSync(join(path, name, 'flow.json')))
    if (inside.length === 0) throw new UsageError(`${path}: không có luồng nào (no flow.json)`)
    return inside.sort().map((name) => readFlowFolder(join(path, name), 'flow.json'))
  })
}
