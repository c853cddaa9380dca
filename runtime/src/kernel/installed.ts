import { join } from 'node:path'
import { connectionKinds } from '#nodes/connections/index.ts'
import { nodeDefinitions } from '#nodes/index.ts'
import { checkExpression } from '#shared/expression/compile.ts'
import { domainFunctions } from '#shared/expression/domain/catalogue.ts'
import type { Registry } from '../deployments/registry.ts'

/** The node types, kinds of connection and functions in the box. */
export function installedRegistry(projectFolder: string): Registry {
  return {
    definitions: new Map(nodeDefinitions.map((it) => [it.type, it])),
    connectionKinds: new Map(connectionKinds.map((it) => [it.kind, it])),
    functions: domainFunctions.map(({ run: _run, ...told }) => told),
    nodesFolder: join(projectFolder, 'nodes'),
    flowsFolder: join(projectFolder, 'flows'),
    checkExpression(text) {
      const problem = checkExpression(text)
      return problem && { position: problem.position ?? 0, message: problem.message }
    },
  }
}
