import type { FlowNode } from '#shared/flow/flow.ts'
import { type Catalogue, definitionOf, isRecord, settingsWithDefaults } from '../../document/catalogue.ts'

/**
 * The conditions under which messages leave through ports, by port name: that of its row for a row port, and a condition of the whole
 * node (filter, poll) for the first port. Taken from the settings' own look, so that a new router needs nothing here.
 */
export function portConditions(catalogue: Catalogue, node: FlowNode): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const definition = definitionOf(catalogue, node)
  if (!definition) return found
  const settings = settingsWithDefaults(definition, node)
  const own = conditionIn(definition.settings)
  for (const [at, port] of definition.out.entries()) {
    if (!('each' in port)) {
      if (at === 0) put(found, port.name, own === undefined ? undefined : settings[own])
      continue
    }
    const list = propertiesOf(definition.settings)[port.each]
    const key = isRecord(list) ? conditionIn(list.items) : undefined
    const rows = settings[port.each]
    if (key === undefined || !Array.isArray(rows)) continue
    for (const row of rows) if (isRecord(row)) put(found, row[port.name], row[key])
  }
  return found
}

function put(found: Map<string, string>, name: unknown, condition: unknown): void {
  const text = Array.isArray(condition) ? condition.join(' ') : condition
  if (typeof name === 'string' && typeof text === 'string' && text.trim() !== '')
    found.set(name, text.replace(/\s+/g, ' ').trim())
}

/** The setting that is a condition; undefined when there is none. */
function conditionIn(schema: unknown): string | undefined {
  const fields = Object.entries(propertiesOf(schema))
  return fields.find(([, it]) => isRecord(it) && isRecord(it['x-field']) && it['x-field'].kind === 'condition')?.[0]
}

function propertiesOf(schema: unknown): Readonly<Record<string, unknown>> {
  return isRecord(schema) && isRecord(schema.properties) ? schema.properties : {}
}
