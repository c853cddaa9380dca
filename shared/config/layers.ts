import { type LayerRule, layerRules, PORTS_ONLY } from './layer-rules.ts'
import { type Import, type Module, readModules } from './module-graph.ts'

/** One import that breaks a rule, or one circle of imports. */
export interface Violation {
  readonly rule: string
  /** `path:line`, or the circle's first module. */
  readonly place: string
  readonly detail: string
  readonly why: string
}

/** Checks every source of the project at `root` against the rules about imports. */
export function checkLayers(root: string, rules: readonly LayerRule[] = layerRules): readonly Violation[] {
  const modules = readModules(root)
  const byPath = new Map(modules.map((it) => [it.path, it]))
  return [
    ...modules.flatMap((module) => rules.flatMap((rule) => violationsOf(module, rule, byPath))),
    ...modules.flatMap(clockReads),
    ...circles(modules, byPath),
  ]
}

function violationsOf(module: Module, rule: LayerRule, byPath: ReadonlyMap<string, Module>): readonly Violation[] {
  if (!rule.from.test(module.path) || rule.fromNot?.test(module.path)) return []
  const forbidden = ({ to, typeOnly }: Import): boolean =>
    rule.to.test(to) && !rule.toNot?.test(to) && !(rule.typesAllowed && typeOnly)
  const paths = rule.reachable
    ? reaching(module, forbidden, byPath)
    : module.imports.filter(forbidden).map((it) => [it])
  return paths.map((chain) => ({
    rule: rule.name,
    place: `${module.path}:${chain[0]?.line ?? 1}`,
    detail: `imports ${chain.map((it) => it.to).join(' → ')}`,
    why: rule.why,
  }))
}

/** The shortest chain of run-time imports to each forbidden target. */
function reaching(
  start: Module,
  forbidden: (one: Import) => boolean,
  byPath: ReadonlyMap<string, Module>,
): readonly (readonly Import[])[] {
  const chains: (readonly Import[])[] = []
  const seen = new Set([start.path])
  const queue: (readonly [Module, readonly Import[]])[] = [[start, []]]
  for (const [module, chain] of queue) {
    for (const one of module.imports) {
      if (one.typeOnly || seen.has(one.to)) continue
      seen.add(one.to)
      if (forbidden(one)) chains.push([...chain, one])
      const next = byPath.get(one.to)
      if (next) queue.push([next, [...chain, one]])
    }
  }
  return chains
}

function clockReads({ path, text }: Module): readonly Violation[] {
  if (!PORTS_ONLY.test(path)) return []
  return [...text.matchAll(/^(?!\s*(?:\/\/|\/?\*)).*?(Date\.now\(|Math\.random\(|new Date\(\)|randomUUID\()/gm)].map(
    (match) => ({
      rule: 'ports-only',
      place: `${path}:${text.slice(0, match.index).split('\n').length}`,
      detail: `calls ${match[1]}`,
      why: 'time, randomness and ids come from arguments here, so that replay gives the same answer',
    }),
  )
}

/**
 * Groups of modules that import each other in a circle (Tarjan's strongly connected components). Types count between folders;
 * inside one folder two files may name each other's types, since nothing of that is left at run time.
 */
function circles(modules: readonly Module[], byPath: ReadonlyMap<string, Module>): readonly Violation[] {
  const atRunTime = connected(modules, byPath, (one) => !one.typeOnly)
  const withTypes = connected(modules, byPath, () => true).filter(
    (group) =>
      new Set(group.map(folderOf)).size > 1 && !atRunTime.some((known) => known.every((it) => group.includes(it))),
  )
  return [...atRunTime, ...withTypes].map((group) => ({
    rule: 'no-circle',
    place: `${group[0]}:1`,
    detail: `stands in a circle of ${group.length}: ${[...group, group[0]].join(' → ')}`,
    why: 'modules that import each other cannot be understood, tested or replaced alone',
  }))
}

/** `shared/src/flow`, `nodes/sql`, `runtime/src/engine`, `designer/src/canvas`. */
function folderOf(path: string): string {
  return /^(?:nodes\/[^/]+|[^/]+\/[^/]+\/[^/]+)\//.exec(path)?.[0] ?? path
}

function connected(
  modules: readonly Module[],
  byPath: ReadonlyMap<string, Module>,
  counts: (one: Import) => boolean,
): readonly (readonly string[])[] {
  const low = new Map<string, number>()
  const open: string[] = []
  const groups: string[][] = []
  function visit(module: Module): number {
    const mine = low.size
    low.set(module.path, mine)
    open.push(module.path)
    let lowest = mine
    for (const one of module.imports) {
      const next = counts(one) ? byPath.get(one.to) : undefined
      if (!next) continue
      if (!low.has(next.path)) lowest = Math.min(lowest, visit(next))
      else if (open.includes(next.path)) lowest = Math.min(lowest, low.get(next.path) ?? mine)
    }
    low.set(module.path, lowest)
    if (lowest === mine) {
      const group = open.splice(open.indexOf(module.path))
      if (group.length > 1) groups.push(group)
    }
    return lowest
  }
  for (const module of modules) if (!low.has(module.path)) visit(module)
  return groups
}
