import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Router } from 'express'

/** The designer's files: hashed assets are kept for a year, the page itself is asked for each time. Other paths get the page (its router). */
export function designerFiles(folder: string): Router {
  const router = express.Router()
  router.use(
    express.static(folder, {
      index: false,
      dotfiles: 'ignore',
      redirect: false,
      setHeaders(response, path) {
        const hashed = path.includes(`${join('/', 'assets')}/`)
        response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    }),
  )
  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next()
    // A missing file is missing; only addresses of screens get the page.
    if (/\.[a-z0-9]{1,8}$/i.test(request.path) || request.path.startsWith('/assets/')) return next()
    const page = join(folder, 'index.html')
    response.setHeader('cache-control', 'no-cache')
    if (existsSync(page)) return response.sendFile(page, { cacheControl: false }, (error) => error && next(error))
    response.status(503).type('html').send(notBuilt)
  })
  router.use((_request, response) => {
    response.status(404).type('text/plain').send('Không có trang này / Not found\n')
  })
  return router
}

const notBuilt = `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Liên Thông</title></head>
<body><h1>Liên Thông</h1>
<p>Máy chủ đang chạy nhưng màn hình thiết kế chưa được dựng. Chạy <code>npm run build</code> rồi tải lại trang này.</p>
<p lang="en">The server is running, but the designer has not been built. Run <code>npm run build</code> and reload this page.</p>
</body></html>
`
