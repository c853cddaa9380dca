const PLAIN = /^[A-Za-z0-9._~-]+$/
const PARAMETER = /^\{([A-Za-z][A-Za-z0-9]{0,39})\}$/

/**
 * The names in `{}` of a gateway path such as `/tra-cuu/{maSo}`, each a whole part between slashes; undefined when the path is not
 * of that form. The value of `{maSo}` arrives in the header `path-maso`.
 */
export function pathParameters(path: string): readonly string[] | undefined {
  if (path === '/') return []
  const names: string[] = []
  const parts = path.split('/').slice(1)
  for (const part of parts) {
    const name = PARAMETER.exec(part)?.[1]
    if (name !== undefined) names.push(name)
    else if (!PLAIN.test(part) || part === '.' || part === '..') return undefined
  }
  const different = new Set(names.map((name) => name.toLowerCase()))
  return path.startsWith('/') && different.size === names.length ? names : undefined
}
