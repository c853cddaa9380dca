import { createServer } from 'node:http'

/** A partner on a free port that answers `{ "nhan": true }`, or cuts the line in the middle of a call. */
export interface Cutter {
  readonly url: string
  /** Bodies that arrived, also those that were not answered. */
  readonly heard: readonly unknown[]
  cut(on: boolean): void
  close(): Promise<void>
}

/** Starts the partner. */
export async function startCutter(): Promise<Cutter> {
  const heard: unknown[] = []
  let cutting = false
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (data) => {
      text += String(data)
    })
    request.on('end', () => {
      heard.push(text === '' ? undefined : JSON.parse(text))
      if (cutting) request.socket.destroy()
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"nhan":true}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    cut(on) {
      cutting = on
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
