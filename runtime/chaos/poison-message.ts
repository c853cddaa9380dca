import { openEngineRecord } from './harness/engine-record.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { acceptFlow } from './harness/flows.ts'
import { createProbe } from './harness/probe.ts'
import { pause } from './harness/server.ts'
import { type Stage, setStage } from './harness/stage.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

/** A worker dies of the message so often before it is set aside. */
const DEATHS = 2
/** Long enough that a third try would have come. */
const AFTERWARDS_MS = 3000

/** Case 17: a message whose step kills its worker goes to the inbox after two deaths; its neighbours are unharmed. */
export async function poisonMessage({ seed, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('poison-message', keep, async (place) => {
    const stage = await setStage(place, seed, [acceptFlow])
    const { server, partners } = stage
    const kernel = server.kernel
    const poison = 'doc-1'
    await partners.api.hold(poison)
    const sender = stage.send(25)
    await fetch(`${server.gateway}/thu-nghiem/nhan`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': poison },
      body: JSON.stringify({ id: poison, so: 1 }),
    })
    const deaths = await killWhoeverHas(stage, poison)
    await pause(AFTERWARDS_MS)
    const began = performance.now()
    await createProbe(server, partners)('sau')
    const controlMs = Math.round(performance.now() - began)
    const sent = await sender.stop()
    const verdict = await stage.check()
    const engine = openEngineRecord(server.data)
    const run = engine.keyed(acceptFlow.id).find((it) => it.key === poison)
    engine.close()
    const code = (JSON.parse(run?.error ?? '{}') as { code?: string }).code
    const faults = [
      ...(run?.status === 'failed' && code === 'run.poison' ? [] : [`the poison is ${run?.status} ${code}`]),
      ...(deaths === DEATHS ? [] : [`${deaths} workers died of it`]),
      ...(server.kernel === kernel ? [] : ['the kernel was restarted']),
      ...(controlMs <= 1000 ? [] : [`the control flow took ${controlMs} ms`]),
      ...(verdict.inbox['failed run.poison']
        ? [`${verdict.inbox['failed run.poison']} neighbours were set aside`]
        : []),
      ...verdict.findings,
    ]
    for (const fault of faults) say(`  ${fault}`)
    const detail = { seed, deaths, controlMs, neighbours: sent.acknowledged, inbox: verdict.inbox, faults }
    return [torture('poison-message', faults.length, detail)]
  })
}

/** Plays the deadly step: whichever worker brings the message to its partner is killed. Answers how many died. */
async function killWhoeverHas({ server, partners }: Stage, id: string): Promise<number> {
  const engine = openEngineRecord(server.data)
  let deaths = 0
  // One more than allowed is tried, so that a third death would be seen.
  for (const until = performance.now() + 10_000; performance.now() < until && deaths <= DEATHS; await pause(10)) {
    if ((await partners.api.hold(id)) <= deaths) continue
    const member = engine.holder(acceptFlow.id, id)
    const pid = member === undefined ? undefined : server.pidOf(member)
    if (pid === undefined) continue
    process.kill(pid, 'SIGKILL')
    deaths++
  }
  engine.close()
  return deaths
}
