import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

test('an empty environment gives the defaults of the contract', () => {
  const config = readConfig({ HOME: '/home/x' }, '/srv/lienthong')
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 7100,
    gatewayPort: 7101,
    data: '/srv/lienthong/data',
    engine: 'sqlite:/srv/lienthong/data/engine.db',
    simulators: [7110, 7111, 7112, 7114, 7115, 7113, 7116],
    folders: ['/srv/lienthong/data/exchange'],
  })
  expect(config.workers).toBeGreaterThanOrEqual(1)
  expect(config.adminToken).toBeUndefined()
  expect(config.masterKeyFile.startsWith(config.data)).toBe(false)
})

test('every bad variable is named in one error', () => {
  const env = {
    LIENTHONG_PORT: '70000',
    LIENTHONG_WORKERS: 'nhiều',
    LIENTHONG_ADMIN_TOKEN: 'ngắn',
    LIENTHONG_ENGINE: 'mysql://mat-khau@x',
    LIENTHONG_PUBLIC_URL: 'lienthong.example.vn',
  }
  const read = (): unknown => readConfig(env, '/srv')
  expect(read).toThrow(ConfigError)
  for (const name of Object.keys(env)) expect(read).toThrow(name)
  expect(read).not.toThrow('mat-khau')
})

test('the simulators take seven ports from the given one on', () => {
  expect(readConfig({ LIENTHONG_SIMULATOR_PORT: '8200' }, '/srv').simulators).toEqual([
    8200, 8201, 8202, 8204, 8205, 8203, 8206,
  ])
  expect(() => readConfig({ LIENTHONG_SIMULATOR_PORT: '65535' }, '/srv')).toThrow('LIENTHONG_SIMULATOR_PORT')
})

test('paths of the engine are resolved from the project folder', () => {
  expect(readConfig({ LIENTHONG_ENGINE: 'sqlite:runs/e.db' }, '/srv').engine).toBe(
    `sqlite:${join('/srv', 'runs/e.db')}`,
  )
})

test('admin and gateway listener cannot share a port', () => {
  expect(() => readConfig({ LIENTHONG_PORT: '7101' }, '/srv')).toThrow('must differ')
})

test('granted folders are whole paths and never hold or lie in the data, but for the one of exchange', () => {
  const read = (folders: string) => readConfig({ LIENTHONG_FOLDERS: folders }, '/srv/lt').folders
  expect(read('/mnt/so:/srv/lt/data/exchange/vao')).toEqual(['/mnt/so', '/srv/lt/data/exchange/vao'])
  for (const bad of ['/', '/srv', '/srv/lt/data', '/srv/lt/data/blobs', 'trao-doi', '/mnt/so/../../srv/lt/data'])
    expect(() => read(`/mnt/so:${bad}`), bad).toThrow('LIENTHONG_FOLDERS')
})
