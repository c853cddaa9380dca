import type { JsonSchema } from '#shared/node/define.ts'
import type { Command } from '../command.ts'
import { sameValue } from '../settings-path.ts'
import { changeNode } from './change-node.ts'

/** Says what leaves a node through its first port; undefined takes that back. */
export function declareSchema(id: string, schema: JsonSchema | undefined): Command {
  return changeNode(
    id,
    (name) =>
      schema
        ? { vi: `Khai báo cấu trúc ở nút "${name.vi}"`, en: `Declare what node "${name.en}" gives` }
        : { vi: `Bỏ khai báo cấu trúc ở nút "${name.vi}"`, en: `Take back what node "${name.en}" gives` },
    (node) => {
      const { schema: old, ...rest } = node
      if (sameValue(old, schema)) return node
      return schema ? { ...rest, schema } : rest
    },
  )
}
