const SECRET_NAME =
  /pass(?:word|wd|phrase)?$|^pwd$|secret|token|api[-_]?key|app[-_]?key|access[-_]?key|private[-_]?key|subscription[-_]?key|(?:^|[-_])key$|credential|(?:^|[-_])auth(?:orization)?$|signature|(?:^|[-_])sig$|session|otp$|mat[-_]?khau/i

/** A signed token (RFC 7519) whatever it is called. */
const SIGNED_TOKEN = /^(?:Bearer\s+)?eyJ[\w-]{5,}\.[\w-]{2,}\.[\w-]*$/

/** True for a value that must not stand in a flow: its name says that it is a secret, or it looks like a signed token. */
export function looksSecret(name: string, value: string): boolean {
  return value !== '' && (SECRET_NAME.test(name) || SIGNED_TOKEN.test(value.trim()))
}

/** A value without the texts that look like secrets; their names are handed to `told`. Nesting is bounded by whoever parsed it. */
export function withoutSecrets(value: unknown, told: (name: string) => void, name = ''): unknown {
  if (typeof value === 'string') {
    if (!looksSecret(name, value)) return value
    told(name)
    return ''
  }
  if (Array.isArray(value)) return value.map((it) => withoutSecrets(it, told, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, told, key)]))
}
