import { expect, test } from 'vitest'
import { mergeMetrics } from './merge-metrics.ts'

test('families of several processes are joined under one header, each sample with its process', () => {
  const part = (n: number): string =>
    `# HELP a_total Things\n# TYPE a_total counter\na_total ${n}\n# HELP h Times\n# TYPE h histogram\nh_bucket{le="0.1"} ${n}\nh_sum ${n}\n`
  expect(
    mergeMetrics([
      { process: 'kernel', text: part(1) },
      { process: 'worker-0', text: part(2) },
    ]),
  ).toBe(
    `# HELP a_total Things
# TYPE a_total counter
a_total{process="kernel"} 1
a_total{process="worker-0"} 2
# HELP h Times
# TYPE h histogram
h_bucket{process="kernel",le="0.1"} 1
h_sum{process="kernel"} 1
h_bucket{process="worker-0",le="0.1"} 2
h_sum{process="worker-0"} 2
`,
  )
})

test('lines that are no samples are left out', () => {
  expect(mergeMetrics([{ process: 'x', text: 'not a sample\na{b="c"} 1\n' }])).toBe('a{process="x",b="c"} 1\n')
})
