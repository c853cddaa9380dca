import { randomBytes } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FlowError } from '#shared/errors/flow-error.ts'
import { createSealer } from '../../security/sealing.ts'
import { openSigningKey, type SigningKey } from '../../security/signing-key.ts'
import { packFiles, unpackFiles } from './archive.ts'
import { type Bundle, readBundle, writeBundle } from './bundle.ts'

function newKey(): SigningKey {
  const db = new Sqlite(':memory:')
  db.exec('CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)')
  const sealer = createSealer(randomBytes(32), randomBytes)
  const key = openSigningKey(db, sealer, randomBytes)
  expect(openSigningKey(db, sealer, randomBytes).id).toBe(key.id)
  return key
}
const key = newKey()
const sample: Bundle = {
  flows: [
    {
      flow: { format: 1, id: 'mot', title: 'Một', nodes: { a: { use: 'http-in@1' } } },
      layout: { format: 1, at: { a: [0, 8] } },
      cases: [
        {
          name: 'ca-mot',
          case: { title: 'Ca', input: { body: { Ma: '007' } }, stubs: {}, expect: { steps: {}, notReached: [] } },
        },
      ],
    },
  ],
  tables: [{ id: 'xa', title: 'Xã', rows: [{ code: '00004', name: 'Ba Đình' }] }],
  connections: [{ id: 'dvcqg', kind: 'http', title: 'Cổng' }],
}
const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'taken'
  } catch (error) {
    if (error instanceof FlowError) return error.data.code
    throw error
  }
}
/** The bundle with files changed, its manifest left as it is. */
function changed(change: (files: Map<string, Buffer>) => void): Buffer {
  const files = new Map(unpackFiles(writeBundle(sample, key)))
  change(files)
  return packFiles(files)
}
const edit = (files: Map<string, Buffer>, path: string, from: string, to: string): void =>
  void files.set(path, Buffer.from(String(files.get(path)).replace(from, to)))

test('a bundle is read as it was written, and says whose key signed it', () => {
  const packed = writeBundle(sample, key)
  expect(readBundle(packed)).toEqual({ bundle: sample, signedBy: key.publicKey })
})

test('the same content gives the same bytes', () => {
  const turned = { ...sample, connections: [...sample.connections].reverse() }
  expect(writeBundle(turned, key).equals(writeBundle(sample, key))).toBe(true)
})

test('a file that was changed, added, left out or renamed is refused with its name', () => {
  expect(codeOf(() => readBundle(changed((it) => edit(it, 'flows/mot/flow.json', 'Một', 'Hai'))))).toBe('bundle.hash')
  expect(codeOf(() => readBundle(changed((it) => it.set('flows/mot/la.json', Buffer.from('{}')))))).toBe('bundle.path')
  expect(codeOf(() => readBundle(changed((it) => it.delete('tables/xa.json'))))).toBe('bundle.content')
})

test('a manifest that was changed does not fit its signature, and one of a newer format is told as such', () => {
  expect(codeOf(() => readBundle(changed((it) => edit(it, 'manifest.json', 'Cổng', 'Cong'))))).toBe('bundle.signature')
  expect(codeOf(() => readBundle(changed((it) => edit(it, 'manifest.json', '"format": 1', '"format": 2'))))).toBe(
    'bundle.newer-format',
  )
})

test('a bundle without a signature is read and says so', () => {
  expect(readBundle(changed((it) => it.delete('signature.json'))).signedBy).toBeUndefined()
})

test('names that lead out of a folder, links and files that come twice are refused', () => {
  const tarOf = (name: string, type = '0', twice = false): Buffer => {
    const tar = gunzipSync(packFiles(new Map([['a.json', Buffer.from('{}')]])))
    const head = Buffer.from(tar.subarray(0, 512))
    head.fill(0, 0, 100)
    head.write(name, 0, 'latin1')
    head.write(type, 156, 'latin1')
    head.write('        ', 148, 'latin1')
    const sum = head.reduce((all, byte) => all + byte, 0)
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    const body = tar.subarray(512, 1024)
    return gzipSync(Buffer.concat([head, body, ...(twice ? [head, body] : []), Buffer.alloc(1024)]))
  }
  expect(unpackFiles(tarOf('b.json')).size).toBe(1)
  for (const name of [
    '../a.json',
    '/etc/a.json',
    'a/../../b.json',
    'C:\\a.json',
    'a\\b.json',
    'flows/mot/flow.JSON',
    '.a.json',
    'a'.repeat(99),
  ])
    expect(
      codeOf(() => unpackFiles(tarOf(name))),
      name,
    ).toBe('bundle.path')
  for (const type of ['1', '2', '5', 'x', 'L'])
    expect(
      codeOf(() => unpackFiles(tarOf('b.json', type))),
      type,
    ).toBe('bundle.path')
  expect(codeOf(() => unpackFiles(tarOf('b.json', '0', true)))).toBe('bundle.path')
})

test('a bomb and a huge count of files are refused', () => {
  expect(codeOf(() => unpackFiles(gzipSync(Buffer.alloc(65 * 1024 * 1024))))).toBe('bundle.too-large')
  expect(codeOf(() => unpackFiles(Buffer.alloc(9 * 1024 * 1024)))).toBe('bundle.too-large')
  const many = new Map(Array.from({ length: 5001 }, (_, i) => [`f${i}.json`, Buffer.alloc(0)]))
  expect(codeOf(() => unpackFiles(packFiles(many)))).toBe('bundle.too-large')
})

test('whatever bytes are cut or flipped, a bundle is refused with a code or read as it was', () => {
  const packed = writeBundle(sample, key)
  const tar = gunzipSync(packed)
  fc.assert(
    fc.property(fc.nat(tar.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, bits, cut) => {
      const bytes = Buffer.from(tar)
      bytes[at] = (bytes[at] ?? 0) ^ bits
      const bad = gzipSync(cut ? tar.subarray(0, at) : bytes)
      try {
        expect(readBundle(bad).bundle).toEqual(sample)
      } catch (error) {
        if (!(error instanceof FlowError)) throw error
        expect(error.data.code).toMatch(/^bundle\./)
      }
    }),
    { numRuns: 400 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      expect(codeOf(() => readBundle(Buffer.from(bytes)))).toBe('bundle.unreadable')
    }),
    { numRuns: 200 },
  )
})
