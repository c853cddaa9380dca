import type { FlowNode } from '#shared/flow/flow.ts'
import { defaultsOf, definitionOf } from '../catalogue.ts'
import type { Command } from '../command.ts'
import { sameValue } from '../settings-path.ts'
import { changeNode } from './change-node.ts'

/**
 * Fills in the settings of a node from a description of its request; `undefined` gives a setting its default, settings that are not named
 * stay. What was declared of the former answer is taken back. One undo step brings all of it back.
 */
export function takeRequest(id: string, request: Readonly<Record<string, unknown>>, title?: string): Command {
  return changeNode(
    id,
    (name) => ({ vi: `Điền yêu cầu vào nút "${name.vi}"`, en: `Fill in the request of node "${name.en}"` }),
    (node, _doc, catalogue): FlowNode => {
      const definition = definitionOf(catalogue, node)
      const defaults = definition ? defaultsOf(definition) : {}
      const { schema: _schema, settings: old, ...rest } = node
      const settings = Object.fromEntries(
        Object.entries({ ...old, ...request }).filter(
          ([key, value]) => value !== undefined && !(Object.hasOwn(defaults, key) && sameValue(value, defaults[key])),
        ),
      )
      const named = node.title === undefined && title !== undefined && title !== '' ? { title } : {}
      return { ...rest, ...named, settings }
    },
  )
}
