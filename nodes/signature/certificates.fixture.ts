import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A key and its certificate in PEM, made by OpenSSL for one test run. */
export interface TestIdentity {
  readonly key: string
  readonly certificate: string
}

/** Identities for tests: an authority, a unit whose certificate it issued, a stranger, and a key that is too short. */
export interface TestIdentities {
  readonly authority: TestIdentity
  readonly unit: TestIdentity
  readonly stranger: TestIdentity
  readonly weak: TestIdentity
}

/** Makes the identities with the `openssl` program; valid from today for ten years. */
export function makeIdentities(): TestIdentities {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-ky-'))
  const at = (name: string): string => join(folder, name)
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const identity = (name: string): TestIdentity => {
    return { key: readFileSync(at(`${name}.key`), 'utf8'), certificate: readFileSync(at(`${name}.crt`), 'utf8') }
  }
  const selfSigned = (name: string, bits: number): TestIdentity => {
    const request = ['req', '-x509', '-newkey', `rsa:${bits}`, '-nodes', '-days', '3650', '-subj', `/C=VN/CN=${name}`]
    openssl(...request, '-keyout', `${name}.key`, '-out', `${name}.crt`)
    return identity(name)
  }
  try {
    const authority = selfSigned('co-quan-cap-thu', 2048)
    const subject = '/C=VN/O=Don vi thu/CN=000.00.00.H22'
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', subject, '-keyout', 'unit.key', '-out', 'unit.csr')
    const issuer = ['-CA', 'co-quan-cap-thu.crt', '-CAkey', 'co-quan-cap-thu.key', '-CAcreateserial']
    openssl('x509', '-req', '-in', 'unit.csr', ...issuer, '-days', '3650', '-out', 'unit.crt')
    return { authority, unit: identity('unit'), stranger: selfSigned('nguoi-la', 2048), weak: selfSigned('yeu', 1024) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
