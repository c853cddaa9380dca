import { openSync, writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { type Batch, type Fault, type FedBatch, type FeedOrder, placeText } from './feed.ts'
import { inputsOf, outcomeOf } from './hostile-inputs.ts'
import type { Kind } from './kind.ts'

/** Feeds the batches of its order, and says of each what became of it. */
async function main({ module, batches, batch: first, index, progress }: FeedOrder): Promise<void> {
  const { KINDS } = (await import(pathToFileURL(module).href)) as { KINDS: Readonly<Record<string, Kind>> }
  const place = openSync(progress, 'r+')
  process.send?.('ready')
  for (let batch = first; batch < batches.length; batch++) {
    const it = batches[batch] as Batch
    const kind = KINDS[it.kind]
    if (!kind) throw new Error(`no such kind: ${it.kind}`)
    const inputs = inputsOf(it, kind)
    const seen: Record<string, number> = {}
    const faults: Fault[] = []
    const from = batch === first ? index : 0
    for (let i = from; i < inputs.length; i++) {
      writeSync(place, placeText(batch, i), 0)
      const { is, fault } = await outcomeOf(kind, inputs[i] ?? Buffer.alloc(0))
      if (fault) faults.push({ index: i, is })
      const key = fault ? 'fault' : is
      seen[key] = (seen[key] ?? 0) + 1
    }
    process.send?.({ batch, seen, faults } satisfies FedBatch)
  }
  process.disconnect()
}

process.once('message', (order) => {
  main(order as FeedOrder).catch((error: unknown) => {
    process.stderr.write(String(error instanceof Error ? error.stack : error))
    process.exit(1)
  })
})
