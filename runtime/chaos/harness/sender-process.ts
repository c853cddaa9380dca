import { openLineFile } from './acknowledged-file.ts'
import type { Acknowledgement } from './sender.ts'

/**
 * Posts messages with an Idempotency-Key until it is told to stop. A message counts only once its acknowledgement lies synced in
 * the file; one without an answer is sent again with the same key. Arguments: address, file, messages a second, prefix of the ids.
 */
const [, , address = '', path = '', rate = '20', prefix = 'm'] = process.argv
const file = openLineFile(path)
let stopping = false
let sent = 0
let acknowledged = 0
let retries = 0
const underWay = new Set<Promise<void>>()

async function deliver(id: string): Promise<void> {
  for (;;) {
    try {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': id },
        body: JSON.stringify({ id, so: id.length }),
        signal: AbortSignal.timeout(15_000),
      })
      const text = await answer.text()
      if (answer.status === 202) {
        const line: Acknowledgement = { id, ...(JSON.parse(text) as { run: string; duplicate: boolean }) }
        file.write(line)
        acknowledged++
        return
      }
    } catch {
      // Refused or broken: nobody knows whether it was stored, so it goes out again.
    }
    retries++
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

const timer = setInterval(() => {
  if (stopping || underWay.size >= 32) return
  const task: Promise<void> = deliver(`${prefix}-${String(++sent).padStart(6, '0')}`).finally(() =>
    underWay.delete(task),
  )
  underWay.add(task)
}, 1000 / Number(rate))

process.on('message', () => {
  stopping = true
  clearInterval(timer)
  void Promise.all(underWay).then(() => {
    process.send?.({ sent, acknowledged, retries })
    process.disconnect()
  })
})
process.on('disconnect', () => {
  clearInterval(timer)
  if (!stopping) process.exit(0)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
