import type { Flow } from '#shared/flow/flow.ts'
import type { Text } from '#shared/text/text.ts'
import { type Catalogue, definitionOf, isRecord, settingsWithDefaults, titleOfNode } from '../document/catalogue.ts'

/** An address at the gateway that a flow opens. */
export interface CallAddress {
  readonly node: string
  readonly title: Text
  readonly method: string
  readonly url: string
  /** A command that calls it with the trigger's example. */
  readonly curl: string
}

/** The addresses that partners call, with an example each. */
export function addressesOf(flow: Flow, catalogue: Catalogue, gateway: string): readonly CallAddress[] {
  return Object.entries(flow.nodes).flatMap(([id, node]): readonly CallAddress[] => {
    const definition = definitionOf(catalogue, node)
    if (!definition || definition.input || node.disabled) return []
    const { path, method, accepts, access } = settingsWithDefaults(definition, node)
    if (typeof path !== 'string' || !path.startsWith('/')) return []
    const verb = typeof method === 'string' ? method : 'POST'
    const url = gateway + path
    return [
      {
        node: id,
        title: titleOfNode(catalogue, flow, id),
        method: verb,
        url,
        curl: curlOf({ verb, url, accepts, withKey: access === 'key', sample: definition.sample }),
      },
    ]
  })
}

function curlOf(call: {
  readonly verb: string
  readonly url: string
  readonly accepts: unknown
  readonly withKey: boolean
  readonly sample: unknown
}): string {
  const lines = [
    `curl -X ${call.verb} ${quoted(call.url.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase()))}`,
  ]
  if (call.withKey) lines.push(`-H ${quoted('X-Api-Key: …')}`)
  if (call.verb !== 'GET' && call.verb !== 'DELETE') {
    const json = call.accepts === 'json' || call.accepts === undefined
    if (json && isRecord(call.sample)) {
      lines.push(`-H ${quoted('Content-Type: application/json')}`, `-d ${quoted(JSON.stringify(call.sample))}`)
    } else {
      const type =
        call.accepts === 'xml'
          ? 'application/xml'
          : call.accepts === 'form'
            ? 'application/x-www-form-urlencoded'
            : 'text/plain'
      lines.push(`-H ${quoted(`Content-Type: ${type}`)}`, `--data-binary ${quoted('@tep-mau')}`)
    }
  }
  return lines.join(' \\\n  ')
}

/** In single quotes for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
