import { createServer } from 'node:http'
import type { DOSSIER } from './dossier.ts'

/** What the flow does, written by hand on bare `node:http`: the limit. Argument 1: the port, shared with its twins. */
const port = Number(process.argv[2])

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const it = JSON.parse(Buffer.concat(chunks).toString()) as typeof DOSSIER
    const text = JSON.stringify({
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
    })
    const status = it.TrangThaiHoSo === '1' ? 202 : it.TrangThaiHoSo === '2' ? 200 : 201
    response
      .writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(text)),
      })
      .end(text)
  })
})
server.listen({ host: '127.0.0.1', port, reusePort: true }, () => process.send?.('ready'))
process.on('disconnect', () => process.exit(0))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
