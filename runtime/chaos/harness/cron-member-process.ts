import { join } from 'node:path'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import { createSlotMarks } from '#runtime/kernel/scheduled-triggers.ts'
import { createScheduler } from '#runtime/kernel/scheduler.ts'
import { openStore } from '#runtime/kernel/store/open-store.ts'
import { createLog } from '#runtime/observe/log.ts'
import { createRedactor } from '#runtime/observe/redaction.ts'
import { defaultCalendar } from '#shared/calendar/calendar.ts'
import { openLineFile } from './acknowledged-file.ts'
import { CRON_FLOW, type Fired, START } from './cron.ts'
import { pause } from './server.ts'

/** One of several members that call the same timetable: `cron-member-process.ts FOLDER NAME`. Its clock is set by the parent. */
const SPEED = 1000
const LOOK_MS = 20
const [, , folder = '', name = ''] = process.argv
let offset = START
let stopped = false
const clock = (): number => Math.floor(offset + performance.now() * SPEED)
const record = openLineFile(join(folder, `${name}.jsonl`))
const engine = openSqliteEngine({ path: join(folder, 'engine.db'), blobs: join(folder, 'blobs'), clock })
const db = openStore(folder)
const random = (): string => crypto.randomUUID()
const scheduler = createScheduler({
  triggers: () => [
    {
      flow: CRON_FLOW,
      node: 'lich',
      plan: {
        kind: 'cron',
        cron: '* * * * *',
        within: { time: 'always', otherwise: 'skip' },
        missed: { misfire: 'all' },
        jitterMs: 0,
      },
      since: START,
    },
  ],
  engine: {
    lastSlot: engine.lastSlot,
    async fire(schedule, slot) {
      const at = clock()
      const ours = await engine.fire(schedule, slot)
      if (ours) record.write({ slot, at } satisfies Fired)
      return ours
    },
  },
  calendar: () => defaultCalendar,
  marks: createSlotMarks(db),
  // As a worker does: the slot is the key against duplicates.
  async hand({ flow, node, slot }) {
    const message = { body: slot, headers: {}, keys: {} }
    const dedupe = { key: `${slot}`, windowMs: 7 * 86_400_000 }
    const common = { unit: 'mac-dinh', version: 'v1', trigger: node, at: clock() }
    await engine.accept({ run: random(), flow, message, dedupe, ...common })
    return 1
  },
  clock,
  log: createLog(createRedactor(), process.stderr),
  wait: pause,
  random: Math.random,
})
process.on('message', (what) => {
  if (what === 'stop') stopped = true
  else offset += Number(what)
})
process.on('disconnect', () => process.exit(stopped ? 0 : 1))
process.send?.('ready')
while (!stopped) {
  await scheduler.tick()
  await pause(LOOK_MS)
}
scheduler.stop()
await engine.close()
db.close()
process.disconnect()
