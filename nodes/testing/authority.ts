import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A certificate that a test authority issued, with its key: PEM texts, their files, and both as PKCS#12 in Base64. */
export interface IssuedCertificate {
  readonly certFile: string
  readonly keyFile: string
  readonly cert: string
  readonly key: string
  /** `options` of `openssl pkcs12 -export`, such as `-legacy`. */
  pkcs12(passphrase: string, options?: readonly string[]): string
  /** The key as encrypted PKCS#8. */
  lockedKey(passphrase: string): string
}

/** An authority of one test, as a unit's own would be. */
export interface TestAuthority {
  readonly certFile: string
  readonly pem: string
  /** `names` as in subjectAltName; `days` from now on, negative for one that has expired. */
  issue(commonName: string, options?: { readonly names?: string; readonly days?: number }): IssuedCertificate
}

/** Has openssl make an authority whose files lie in a folder of its own under `folder`. */
export function testAuthority(folder: string, name: string): TestAuthority {
  const home = join(folder, name)
  mkdirSync(home)
  const at = (file: string) => join(home, file)
  const openssl = (args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe', cwd: home })
  const keyOptions = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl(['req', '-x509', ...keyOptions, '-days', '2', '-subj', `/CN=${name}`, '-keyout', 'ca.key', '-out', 'ca.pem'])
  let count = 0
  return {
    certFile: at('ca.pem'),
    pem: readFileSync(at('ca.pem'), 'utf8'),
    issue(commonName, { names = 'DNS:localhost,IP:127.0.0.1', days = 2 } = {}) {
      const id = `issued-${++count}`
      const [certFile, keyFile] = [at(`${id}.pem`), at(`${id}.key`)]
      const asked = ['-subj', `/CN=${commonName}`, '-addext', `subjectAltName=${names}`]
      openssl(['req', ...keyOptions, ...asked, '-keyout', keyFile, '-out', `${id}.csr`])
      const issuer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy']
      openssl(['x509', '-req', '-in', `${id}.csr`, ...issuer, '-days', String(days), '-out', certFile])
      return {
        certFile,
        keyFile,
        cert: readFileSync(certFile, 'utf8'),
        key: readFileSync(keyFile, 'utf8'),
        pkcs12: (passphrase, options = []) => {
          const files = ['-inkey', keyFile, '-in', certFile, '-passout', `pass:${passphrase}`]
          return openssl(['pkcs12', '-export', ...files, ...options]).toString('base64')
        },
        lockedKey: (passphrase) =>
          openssl(['pkcs8', '-topk8', '-in', keyFile, '-passout', `pass:${passphrase}`]).toString(),
      }
    },
  }
}
