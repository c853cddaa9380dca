import { dirname, join } from 'node:path'
import { createDvcqg, createMotCua, createNgsp, SAMPLE_TAX_CODES } from '#nodes/simulators/index.ts'
import { motCuaKey } from '../../deployments/templates/simulator-connections.ts'

/**
 * The partner systems of the demo in one process of their own, so that nothing they do can touch the kernel.
 * Arguments: the data folder, the gateway's address, the portal's key, and the three ports (one-stop system, portal, NGSP) with commas.
 * They act by themselves: dossiers come in, move on and are pushed.
 */
const [, , data = 'data', gateway = 'http://127.0.0.1:7101', key = '', ports = ''] = process.argv
const [motCuaPort = 7110, dvcqgPort = 7111, ngspPort = 7112] = ports.split(',').filter(Boolean).map(Number)
const folder = join(data, 'simulators')
const options = (name: string) => ({ folder, demo: true, record: join(folder, `${name}.jsonl`) })

const motCua = createMotCua(options('mot-cua'))
const dvcqg = createDvcqg({ ...options('dvcqg'), target: { url: `${gateway}/dvcqg/nhan-ho-so`, apiKey: key } })
const ngsp = createNgsp(options('ngsp'))

await motCua.listen(motCuaPort)
await dvcqg.listen(dvcqgPort)
await ngsp.listen(ngspPort)
process.send?.({ ready: true, folder: dirname(motCua.database) })

process.on('message', (message) => {
  if (message !== 'traffic') return
  motCua.traffic({ perMinute: 20 })
  dvcqg.traffic({ perMinute: 6 })
  setInterval(() => void askEnterprise(), 8000).unref()
})

/** The one-stop system looks enterprises up while officers fill in forms; now and then with a name, now and then mistyped. */
let asked = 0
async function askEnterprise(): Promise<void> {
  const code = SAMPLE_TAX_CODES[asked++ % SAMPLE_TAX_CODES.length] ?? ''
  const typed = asked % 9 === 0 ? `${code.slice(0, -1)}0` : code
  await fetch(`${gateway}/tra-cuu/doanh-nghiep/${typed}`, {
    headers: { 'x-api-key': motCuaKey(key) },
    signal: AbortSignal.timeout(30_000),
  }).then(
    (answer) => answer.text(),
    () => undefined,
  )
}

const stop = async (): Promise<void> => {
  await Promise.all([motCua.close(), dvcqg.close(), ngsp.close()])
  process.exit(0)
}
process.on('disconnect', () => void stop())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
