import { dirname, join } from 'node:path'
import {
  createDatDai,
  createDvclt,
  createDvcqg,
  createMotCua,
  createNgsp,
  createVxp,
  createXroad,
  SAMPLE_TAX_CODES,
} from '#nodes/simulators/index.ts'
import { motCuaKey } from '../../deployments/templates/simulator-connections.ts'

/**
 * The partner systems of the demo in one process of their own, so that nothing they do can touch the kernel.
 * Arguments: the data folder, the gateway's address, the portal's key, and the ports (one-stop system, portal, NGSP, linked services, land, document axis, X-Road) with commas.
 * They act by themselves: dossiers come in, move on and are pushed.
 */
const [, , data = 'data', gateway = 'http://127.0.0.1:7101', key = '', ports = ''] = process.argv
const DEFAULT_PORTS = [7110, 7111, 7112, 7114, 7115, 7113, 7116]
const given = ports.split(',').filter(Boolean).map(Number)
const folder = join(data, 'simulators')
const options = (name: string) => ({ folder, demo: true, record: join(folder, `${name}.jsonl`) })

const motCua = createMotCua(options('mot-cua'))
const dvcqg = createDvcqg({
  ...options('dvcqg'),
  target: { url: `${gateway}/dvcqg/nhan-ho-so`, apiKey: key },
  callbackUrl: `${gateway}/thanh-toan/dvcqg/ket-qua`,
})
const ngsp = createNgsp(options('ngsp'))
const dvclt = createDvclt(options('dvclt'))
const land = createDatDai(options('dat-dai'))
const axis = createVxp(options('vxp'))
const xroad = createXroad({
  ...options('xroad'),
  targets: { 'tinh-trang-ho-so': `${gateway}/x-road/tinh-trang-ho-so` },
})
const all = [motCua, dvcqg, ngsp, dvclt, land, axis, xroad]

await Promise.all(all.map((it, place) => it.listen(given[place] ?? DEFAULT_PORTS[place] ?? 0)))
process.send?.({ ready: true, folder: dirname(motCua.database) })

process.on('message', (message) => {
  if (message !== 'traffic') return
  motCua.traffic({ perMinute: 20 })
  dvcqg.traffic({ perMinute: 6 })
  dvclt.traffic({ perMinute: 1 })
  axis.traffic({ perMinute: 1 })
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
  await Promise.all(all.map((it) => it.close()))
  process.exit(0)
}
process.on('disconnect', () => void stop())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
