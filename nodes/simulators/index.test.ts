import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { simulators } from './index.ts'

test('the simulators have names of their own and the ports of the contract', () => {
  expect(simulators.map(({ name, port }) => [name, port])).toEqual([
    ['mot-cua', 7110],
    ['dvcqg', 7111],
    ['ngsp', 7112],
    ['vxp', 7113],
    ['dvclt', 7114],
    ['dat-dai', 7115],
    ['xroad', 7116],
  ])
})

test.each(simulators.map((entry) => [entry.name, entry] as const))(
  '%s starts from the list, shows its page and closes',
  async (name, entry) => {
    const folder = mkdtempSync(join(tmpdir(), 'sim-list-'))
    const simulator = entry.create({ folder, demo: true })
    const { url, port } = await simulator.listen(0)
    expect(url).toBe(`http://127.0.0.1:${port}`)
    expect(await (await fetch(`${url}/_sim/state`)).json()).toMatchObject({ name, title: simulator.title, calls: 0 })
    expect(await (await fetch(url)).text()).toContain(simulator.title.vi)
    const { counts, countTitles } = simulator.state()
    expect(Object.keys(countTitles).sort()).toEqual(Object.keys(counts).sort())
    await expect(entry.create({ folder }).listen(port)).rejects.toThrow(/EADDRINUSE/)
    await simulator.close()
    await expect(fetch(url)).rejects.toThrow()
    rmSync(folder, { recursive: true, force: true })
  },
)
