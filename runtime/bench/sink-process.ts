import { createServer } from 'node:http'

/** A partner that takes every call and does nothing with it. It tells its port when it listens, and how many calls came when it is asked. */
let calls = 0
const server = createServer((request, response) => {
  calls++
  request.resume()
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '11' }).end('{"ok":true}')
  })
})
server.listen({ host: '127.0.0.1', port: 0 }, () => {
  const address = server.address()
  process.send?.(typeof address === 'object' && address ? address.port : 0)
})
process.on('message', () => process.send?.(calls))
process.on('disconnect', () => process.exit(0))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
