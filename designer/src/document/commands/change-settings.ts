import type { FlowNode } from '#shared/flow/flow.ts'
import { type Catalogue, defaultsOf, definitionOf, isRecord, outPortsOf, settingsWithDefaults } from '../catalogue.ts'
import type { Command } from '../command.ts'
import { type SettingsPath, sameValue, withValueAt } from '../settings-path.ts'
import { withoutWires } from '../wires.ts'
import { changeNode } from './change-node.ts'

/**
 * Changes one setting of a node; `undefined` takes it away (a row out of its list). Settings equal to their default are
 * left out of the file. Output ports that vanish drop their wires in the same step; a row port that is only renamed
 * keeps them. `label` is the field's title for the history list.
 */
export function changeSettings(
  id: string,
  path: SettingsPath,
  value: unknown,
  options: { readonly field?: { readonly vi: string; readonly en: string } | undefined } = {},
): Command {
  const { field } = options
  return changeNode(
    id,
    (name) =>
      field
        ? { vi: `Sửa "${field.vi}" ở nút "${name.vi}"`, en: `Change "${field.en}" of node "${name.en}"` }
        : { vi: `Sửa cấu hình nút "${name.vi}"`, en: `Change settings of node "${name.en}"` },
    (node, _doc, catalogue) => withSetting(node, catalogue, path, value),
    `settings:${id}:${path.join('.')}`,
  )
}

function withSetting(node: FlowNode, catalogue: Catalogue, path: SettingsPath, value: unknown): FlowNode {
  const definition = definitionOf(catalogue, node)
  const before = definition ? settingsWithDefaults(definition, node) : (node.settings ?? {})
  const after = withValueAt(before, path, value)
  if (!isRecord(after) || sameValue(before, after)) return node
  const defaults = definition ? defaultsOf(definition) : {}
  const own = Object.entries(after).filter(
    ([key, held]) => !Object.hasOwn(defaults, key) || !sameValue(held, defaults[key]),
  )
  const { settings: _old, ...rest } = node
  const next: FlowNode = own.length > 0 ? { ...rest, settings: Object.fromEntries(own) } : rest
  return definition ? withPortsOf(node, next, catalogue) : next
}

function withPortsOf(before: FlowNode, after: FlowNode, catalogue: Catalogue): FlowNode {
  const old = outPortsOf(catalogue, before).map((port) => port.name)
  const now = outPortsOf(catalogue, after).map((port) => port.name)
  const [from, to, ...more] =
    old.length === now.length ? old.flatMap((name, i) => (name === now[i] ? [] : [name, now[i] ?? ''])) : []
  const renamed =
    from !== undefined && to !== undefined && more.length === 0 && !now.includes(from) && !old.includes(to)
  const node = renamed && after.to ? { ...after, to: renameKey(after.to, from, to) } : after
  return withoutWires(node, (port) => !now.includes(port))
}

function renameKey(to: NonNullable<FlowNode['to']>, from: string, name: string): NonNullable<FlowNode['to']> {
  return Object.fromEntries(Object.entries(to).map(([port, targets]) => [port === from ? name : port, targets]))
}
