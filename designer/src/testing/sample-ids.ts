import type { Sample } from '../session/sample.ts'

const OF_RUN = 'lan-chay:'

/** The id of a sample that is the input of a real run. */
export function sampleIdOfRun(run: string): string {
  return OF_RUN + run
}

/** True for the message of a real run, which holds people's data. */
export function isOfRun(sample: Pick<Sample, 'id'>): boolean {
  return sample.id.startsWith(OF_RUN)
}

/** An id that no sample has. */
export function freshSampleId(samples: readonly Pick<Sample, 'id'>[]): string {
  const taken = new Set(samples.map((it) => it.id))
  for (let n = 1; ; n++) if (!taken.has(`mau-${n}`)) return `mau-${n}`
}
