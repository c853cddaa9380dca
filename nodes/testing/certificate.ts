import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A certificate that vouches for itself, and its key: where they lie, and the certificate as PEM. */
export interface TestCertificate {
  readonly certFile: string
  readonly keyFile: string
  readonly pem: string
}

/** Has openssl make a certificate for two days, of this machine unless told other names (`DNS:…,IP:…`). */
export function testCertificate(folder: string, names = 'DNS:localhost,IP:127.0.0.1'): TestCertificate {
  const certFile = join(folder, 'cert')
  const keyFile = join(folder, 'key')
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', keyFile, '-out', certFile]
  const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${names}`]
  execFileSync('openssl', [...request, ...subject], { stdio: 'ignore' })
  return { certFile, keyFile, pem: readFileSync(certFile, 'utf8') }
}
