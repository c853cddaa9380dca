import { bounded } from './read-value.ts'
import { readYaml } from './yaml-tree.ts'

/** A YAML text as a value of bounded size. Throws `SchemaFault` with the line of what is wrong. */
export function yamlValue(text: string): unknown {
  return bounded(readYaml(text))
}
