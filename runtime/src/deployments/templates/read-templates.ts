import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TemplateFront, templateFrontSchema } from '#shared/api/templates.ts'
import type { TestCase } from '#shared/api/test-cases.ts'
import type { Flow, Layout } from '#shared/flow/flow.ts'
import { readCases, readFlowFolder } from './flow-folder.ts'

/** A flow in the box with what the gallery says of it: a folder of `flows/` that holds a `template.json`. */
export interface TemplateFolder {
  readonly front: TemplateFront
  readonly flow: Flow
  readonly layout: Layout | undefined
  readonly cases: readonly { readonly name: string; readonly case: TestCase }[]
}

/** The templates under a folder, in the order of the gallery; none where the folder is missing. Throws for one that cannot be read. */
export function readTemplates(folder: string): readonly TemplateFolder[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'template.json')))
    .map((name) => readTemplate(join(folder, name)))
    .sort((a, b) => a.front.order - b.front.order)
}

function readTemplate(folder: string): TemplateFolder {
  const found = readFlowFolder(folder, 'flow.json')
  if (!found.flow) throw new Error(`${join(folder, 'flow.json')} cannot be read`)
  const front = templateFrontSchema.parse(JSON.parse(readFileSync(join(folder, 'template.json'), 'utf8')))
  return { front, flow: found.flow, layout: found.layout, cases: readCases(found) }
}
