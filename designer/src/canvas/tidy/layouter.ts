import type { Layouter } from './tidy.ts'

let layouter: Promise<Layouter> | undefined

/** ELK in a worker, loaded with the first tidying (1.5 MB that nobody else should wait for). */
export function browserLayouter(): Promise<Layouter> {
  layouter ??= import('elkjs/lib/elk-api.js').then(({ default: { default: Elk } }) => {
    const elk = new Elk({
      workerFactory: () => new Worker(new URL('./elk-worker.ts', import.meta.url), { type: 'module' }),
    })
    return (graph) => elk.layout(graph)
  })
  return layouter
}
