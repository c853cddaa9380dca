import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { startSftp, withSftp } from '#nodes/testing/file-servers.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

withSftp('the files of a folder that fit come by name, and a list is never shortened in silence', async () => {
  const server = await startSftp()
  const partners = realPartners([handle('sftp', server.values, server.secrets, 'so')])
  const list = (settings: object) =>
    testNode({ definition, run }, { connection: 'so', folder: 'vào', ...settings }, partners)
      .send({})
      .catch(toErrorData)
  try {
    mkdirSync(join(server.folder, 'vào/con'), { recursive: true })
    for (const name of ['b.xml', 'A.XML', 'c.json', '.x.lt-part']) writeFileSync(join(server.folder, 'vào', name), name)
    expect(await list({ pattern: '*.xml' })).toMatchObject({
      port: 'out',
      message: { body: { count: 2, files: [{ path: 'vào/A.XML', size: 5 }, { path: 'vào/b.xml' }] } },
    })
    expect(await list({ most: 2 })).toMatchObject({ code: 'file.too-many' })
    expect(await list({ folder: 'khong-co' })).toMatchObject({ code: 'file.not-found' })
    expect(await list({ folder: '../x' })).toMatchObject({ code: 'file.bad-name' })
  } finally {
    await partners.close()
    await server.stop()
  }
})
