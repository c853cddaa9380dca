import { simulators } from '#nodes/simulators/index.ts'
import type { Output } from './output.ts'

/** `lienthong simulate NAME [--port N]`: runs one simulator until it is stopped. 2 for an unknown name. */
export async function simulate(
  name: string | undefined,
  port: number | undefined,
  host: string,
  output: Output,
): Promise<number> {
  const entry = simulators.find((it) => it.name === name)
  if (!entry) {
    output.line(`Chọn một hệ thống giả lập (choose a simulator): ${simulators.map((it) => it.name).join(', ')}`)
    return 2
  }
  const simulator = entry.create()
  const { url } = await simulator.listen(port ?? entry.port, host)
  output.line(`${entry.title.vi} (${entry.title.en}): ${url}`)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  await simulator.close()
  return 0
}
