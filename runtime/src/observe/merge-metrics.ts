/** The Prometheus text of one process, and the name that its samples get as label `process`. */
export interface MetricsPart {
  readonly process: string
  readonly text: string
}

interface Family {
  readonly header: string[]
  readonly samples: string[]
}

/**
 * One exposition out of several: each family's HELP and TYPE once (the format forbids repeats), each sample labelled with its process.
 * Source: Prometheus text format 0.0.4.
 */
export function mergeMetrics(parts: readonly MetricsPart[]): string {
  const families = new Map<string, Family>()
  for (const part of parts) {
    let current: Family | undefined
    for (const line of part.text.split('\n')) {
      if (line === '') continue
      const comment = /^# (?:HELP|TYPE) (\S+)/.exec(line)
      if (comment?.[1]) {
        current = families.get(comment[1]) ?? { header: [], samples: [] }
        families.set(comment[1], current)
        const same = line.startsWith('# HELP') ? '# HELP' : '# TYPE'
        if (!current.header.some((it) => it.startsWith(same))) current.header.push(line)
      } else if (!line.startsWith('#')) {
        const sample = label(line, part.process)
        if (sample) (current ?? untyped(families)).samples.push(sample)
      }
    }
  }
  const blocks = [...families.values()].map((it) => [...it.header, ...it.samples].join('\n'))
  return `${blocks.join('\n')}\n`
}

function untyped(families: Map<string, Family>): Family {
  const found = families.get('') ?? { header: [], samples: [] }
  families.set('', found)
  return found
}

function label(line: string, process: string): string | undefined {
  const found = /^([A-Za-z_:][A-Za-z0-9_:]*)(?:\{(.*)\})?( (?:[-+]?[\d.][\d.eE+-]*|NaN|[-+]Inf)(?: \d+)?)$/.exec(line)
  if (!found) return undefined
  const [, name, labels, rest] = found
  return `${name}{process="${process}"${labels ? `,${labels}` : ''}}${rest}`
}
