import { createServer, type RequestListener } from 'node:http'
import express from 'express'
import type { DOSSIER } from './dossier.ts'

/**
 * What the flow does, written by hand: on bare `node:http` (the limit) or on Express with its own JSON parser. Argument 1: the port,
 * shared with its twins. Argument 2: `bare` or `express`.
 */
const port = Number(process.argv[2])

function work(it: typeof DOSSIER): { readonly status: number; readonly body: Readonly<Record<string, string>> } {
  const body = {
    maHoSo: it.MaHoSo,
    maThuTuc: it.MaTTHC,
    tenThuTuc: it.TenTTHC,
    linhVuc: it.TenLinhVuc,
    kenh: it.KenhThucHien,
    chuHoSo: it.ChuHoSo.HoTen,
    soDinhDanh: it.ChuHoSo.SoDinhDanh,
    trichYeu: it.TrichYeuHoSo,
    ngayTiepNhan: it.NgayTiepNhan,
    trangThai: it.TrangThaiHoSo,
    donVi: it.DonViXuLy,
  }
  return { status: it.TrangThaiHoSo === '1' ? 202 : it.TrangThaiHoSo === '2' ? 200 : 201, body }
}

const bare: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { status, body } = work(JSON.parse(Buffer.concat(chunks).toString()))
    const text = JSON.stringify(body)
    response
      .writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(text)),
      })
      .end(text)
  })
}

const routed = express()
  .disable('x-powered-by')
  .disable('etag')
  .use(express.json())
  .post('/', (request, response) => {
    const { status, body } = work(request.body)
    response.status(status).json(body)
  })

const server = createServer(process.argv[3] === 'express' ? routed : bare)
server.listen({ host: '127.0.0.1', port, reusePort: true }, () => process.send?.('ready'))
process.on('disconnect', () => process.exit(0))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
