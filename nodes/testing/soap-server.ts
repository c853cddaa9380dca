import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import { type IServices, listen as listenSoap } from 'soap'

/** A request as it reached a server of a test. */
export interface SeenRequest {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly bytes: Buffer
}

/** A server on a free port of this machine that a test ends itself. */
export interface TestSoapServer {
  readonly url: string
  readonly seen: readonly SeenRequest[]
  close(): Promise<void>
}

async function opened(server: Server, path: string, seen: readonly SeenRequest[]): Promise<TestSoapServer> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}${path}`, seen, close }
}

/** A service of the npm library `soap`, made from a WSDL; `services` is in the form that the library asks for. */
export async function soapLibraryServer(
  wsdl: string,
  services: IServices,
  authenticate?: (security: unknown) => boolean,
): Promise<TestSoapServer> {
  const seen: SeenRequest[] = []
  const server = createServer((_request, response) => void response.writeHead(404).end())
  const library = listenSoap(server, '/dich-vu', services, wsdl)
  library.log = (type, data, request) => {
    if (type === 'received')
      seen.push({ headers: request?.headers ?? {}, body: String(data), bytes: Buffer.from(String(data)) })
  }
  if (authenticate) library.authenticate = authenticate
  return opened(server, '/dich-vu', seen)
}

/** A server that answers what a test says, byte for byte. */
export async function plainServer(
  answer: (response: ServerResponse, request: SeenRequest) => void,
): Promise<TestSoapServer> {
  const seen: SeenRequest[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const bytes = Buffer.concat(chunks)
    const one = { headers: request.headers, body: bytes.toString(), bytes }
    seen.push(one)
    answer(response, one)
  })
  return opened(server, '', seen)
}
