import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { retryable, toErrorData } from '#shared/errors/flow-error.ts'
import { describeNode } from '#shared/node/catalogue.ts'
import { effectsOf, type NodeDefinition, portsOf } from '#shared/node/define.ts'
import { type TestTools, testNode } from '#shared/node/testing.ts'
import { settingsSchema, walkFields } from '#shared/node/walk-fields.ts'
import { nodeDefinitions } from './index.ts'
import { nodeRuns, pollTriggers } from './runs.ts'
import { type Example, examplesIn, portsIn, runExample } from './testing/examples.ts'
import { nearSchema } from './testing/generated.ts'
import { loaded } from './testing/loaded.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
/** Blank when the file is absent, so that the tests of that node fail and the others run. */
const fileOf = (type: string, name: string): string => {
  const path = `${folder}${type}/${name}`
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Every `{ vi, en }` in a tree, with its place. */
function textsIn(
  value: unknown,
  place = '',
): readonly { readonly place: string; readonly vi: unknown; readonly en: unknown }[] {
  if (!isRecord(value)) return []
  if ('vi' in value || 'en' in value) return [{ place, vi: value.vi, en: value.en }]
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${place}.${key}`))
}

const runs = await loaded(nodeRuns)

/** Whether examples can run here: the node neither calls out nor polls. */
const isPure = ({ type, effects }: NodeDefinition): boolean => effects === 'none' && Object.hasOwn(runs, type)

const nodeUnderTest = (definition: NodeDefinition) => {
  const run = runs[definition.type]
  if (!run) throw new Error(`${definition.type} has no run`)
  return { definition, run }
}

test('triggers, connectors and transforms, which are many, say what they work with', () => {
  const many = nodeDefinitions.filter(({ kind }) => ['trigger', 'connector', 'transform'].includes(kind))
  expect(many.filter(({ family }) => family === undefined).map(({ type }) => type)).toEqual([])
})

test('nodes are listed by type in alphabetical order, each with a behaviour, and every folder with a definition is listed', () => {
  const types = nodeDefinitions.map((it) => it.type)
  expect(types).toEqual([...new Set(types)].sort())
  for (const type of types) expect(Object.hasOwn(runs, type) || Object.hasOwn(pollTriggers, type), type).toBe(true)
  for (const type of [...Object.keys(nodeRuns), ...Object.keys(pollTriggers)]) expect(types).toContain(type)
  const folders = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/definition.ts`))
  expect(types).toEqual(folders.sort())
})

test('the table of nodes/README.md has every node with a test file that exists', () => {
  const rows = [
    ...readFileSync(`${folder}README.md`, 'utf8').matchAll(/^\| `([a-z0-9-]+)` \| .+ \| `([^`]+\.test\.ts)`/gm),
  ]
  expect(rows.map((row) => row[1])).toEqual(nodeDefinitions.map((it) => it.type))
  for (const [, , file] of rows) expect(existsSync(`${folder}${file}`), file).toBe(true)
})

describe.each(nodeDefinitions.map((definition) => [definition.type, definition] as const))('%s', (type, definition) => {
  const readme = fileOf(type, 'README.md')
  const icon = fileOf(type, 'icon.svg')
  const examples = examplesIn(readme)
  const described = describeNode(definition, readme, icon)

  test('survives JSON, so that it can be served as the catalogue', () => {
    expect(JSON.parse(JSON.stringify(described))).toEqual(described)
    expect(type).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(definition.version).toBeGreaterThanOrEqual(1)
  })

  test('says everything in Vietnamese and English, in NFC', () => {
    const texts = textsIn(described)
    expect(texts.length).toBeGreaterThanOrEqual(2)
    for (const { place, vi, en } of texts)
      for (const text of [vi, en]) {
        expect(typeof text === 'string' && text.trim() !== '', `${place}: ${String(text)}`).toBe(true)
        expect(text, place).toBe(String(text).normalize('NFC'))
      }
  })

  test('every setting is drawn as a field', () => {
    const check = (schema: unknown, place: string): void => {
      if (!isRecord(schema) || !isRecord(schema.properties)) return
      for (const [name, part] of Object.entries(schema.properties)) {
        const look = isRecord(part) ? part['x-field'] : undefined
        expect(isRecord(look), `${place}.${name} has no x-field`).toBe(true)
        if (isRecord(look) && look.kind === 'list' && isRecord(part)) check(part.items, `${place}.${name}`)
        if (isRecord(look) && look.kind === 'group') check(part, `${place}.${name}`)
      }
    }
    check(described.settings, type)
  })

  test('every setting has help, and what is typed freely has a worked example', () => {
    const free = ['text', 'long-text', 'value', 'expression', 'condition', 'duration', 'cron', 'path', 'pairs', 'code']
    const check = (schema: unknown, place: string): void => {
      if (!isRecord(schema) || !isRecord(schema.properties)) return
      for (const [name, part] of Object.entries(schema.properties)) {
        const look = isRecord(part) && isRecord(part['x-field']) ? part['x-field'] : {}
        const help = isRecord(look.help) ? look.help : {}
        expect(help, `${place}.${name} has no help`).toMatchObject({
          vi: expect.stringMatching(/./),
          en: expect.stringMatching(/./),
        })
        const worked = typeof look.placeholder === 'string' || /ví dụ/i.test(String(help.vi))
        expect(!free.includes(String(look.kind)) || worked, `${place}.${name} has no example`).toBe(true)
        if (look.kind === 'list' && isRecord(part)) check(part.items, `${place}.${name}`)
        if (look.kind === 'group') check(part, `${place}.${name}`)
      }
    }
    check(described.settings, type)
  })

  test('defaults validate: what was filled in is valid again and stays the same', () => {
    const start = examples[0]?.settings ?? {}
    const once: unknown = definition.settings.parse(start)
    expect(definition.settings.parse(once)).toEqual(once)
  })

  test('its README explains in Vietnamese, names every setting, shows a worked example and ends in English', () => {
    expect(readme).toBe(readme.normalize('NFC'))
    expect(readme.startsWith(`# ${definition.title.vi}\n`)).toBe(true)
    expect(readme).toMatch(/[ăâđêôơưạảấầẩậắằẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/)
    expect(readme).toMatch(/^## English$/m)
    expect(examples.length).toBeGreaterThanOrEqual(1)
    const settings = isRecord(described.settings.properties) ? Object.entries(described.settings.properties) : []
    for (const [name, part] of settings) {
      const look = isRecord(part) && isRecord(part['x-field']) ? part['x-field'] : {}
      const title = isRecord(look.title) ? String(look.title.vi) : name
      expect(readme.replaceAll('\\|', '|'), `${name} is not explained`).toContain(title)
    }
  })

  test('the settings of every example are valid', () => {
    for (const { settings = {} } of examples) definition.settings.parse(settings)
  })

  test('its icon is a plain drawing in the current colour', () => {
    expect(icon).toMatch(/^<svg [^>]*viewBox="0 0 24 24"/)
    expect(icon).toContain('currentColor')
    expect(icon).not.toMatch(/<script|\son\w+=|href|<foreignObject|<style|<!|url\(/i)
    expect(icon.length).toBeLessThan(3000)
  })

  test('200 generated settings never crash validation, ports, effects or preparation', () => {
    const schema = settingsSchema(definition)
    fc.assert(
      fc.property(nearSchema(schema), (settings) => {
        const checked = definition.settings.safeParse(settings)
        walkFields(schema, settings)
        if (!checked.success) return
        for (const port of portsOf(definition, checked.data)) expect(port.name).not.toBe('')
        expect(['none', 'idempotent', 'once']).toContain(effectsOf(definition, checked.data))
        if (!Object.hasOwn(runs, type)) return
        try {
          testNode(nodeUnderTest(definition), settings)
        } catch (thrown) {
          expect(toErrorData(thrown).code, String(thrown)).not.toBe('bug.unexpected')
        }
      }),
      { numRuns: 200 },
    )
  })

  test('every port is left through by an example or named in its tests', async () => {
    const tests = readdirSync(`${folder}${type}`).filter((name) => name.endsWith('.test.ts'))
    const written = tests.map((name) => fileOf(type, name)).join('\n')
    const reached = new Set<string>()
    if (isPure(definition))
      for (const example of examples)
        for (const port of portsIn(await runExample(nodeUnderTest(definition), example))) reached.add(port)
    for (const { settings = {} } of examples)
      for (const { name } of portsOf(definition, definition.settings.parse(settings)))
        if (!isRowPort(definition, name))
          expect(reached.has(name) || written.includes(`'${name}'`), `port ${name} is never reached`).toBe(true)
  })

  test.runIf(isPure(definition))('every example gives what it states, and the same a second time', async () => {
    for (const example of examples) {
      const first = await runExample(nodeUnderTest(definition), example)
      expect(stated(example, first)).toEqual(example.output)
      expect(await runExample(nodeUnderTest(definition), example)).toEqual(first)
    }
  })

  test.runIf(Object.hasOwn(runs, type))('ends within a second when its run is stopped', async () => {
    for (const example of examples) {
      const stop = new AbortController()
      const ended = runExample(nodeUnderTest(definition), example, outsideThatWaits(stop.signal))
      setTimeout(() => stop.abort(), 20)
      const late = new Promise<string>((resolve) => setTimeout(resolve, 1000, 'late'))
      expect(await Promise.race([ended, late])).not.toBe('late')
    }
  })
})

/** An outside that never answers and gives up only when the run is stopped. */
function outsideThatWaits(signal: AbortSignal): TestTools {
  const wait = (): Promise<never> =>
    new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(retryable('connect.timeout', { host: 'doi-tac', seconds: 1 }))),
    )
  return { signal, http: wait, connection: wait, script: wait, shared: wait }
}

/** Ports made by rows of the settings carry the officer's own names. */
function isRowPort(definition: NodeDefinition, name: string): boolean {
  return !definition.out.some((port) => 'title' in port && !('each' in port) && port.name === name)
}

/** Only the parts that an example states are compared. */
function stated(example: Example, view: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.keys(example.output ?? {}).map((key) => [key, view[key]]))
}
