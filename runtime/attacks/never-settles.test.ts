import { expect, test } from 'vitest'
import { atOnce } from './installation.ts'
import { scriptFlow, useScripts } from './scripts.ts'

const { system, neighbour } = useScripts()

test('what never settles is refused', async () => {
  await system().publish(scriptFlow('hua', 'return new Promise(() => {})'))
  await system().publish(scriptFlow('hua-sau', 'return (async () => { await null; for(;;); })()'))
  for (const id of ['hua', 'hua-sau']) {
    const answer = await system().send(`/${id}`, { body: {} })
    expect(answer.body.code).toMatch(/^script\.(failed|timeout)$/)
    atOnce(answer.ms, 4000)
  }
  await neighbour()
})
