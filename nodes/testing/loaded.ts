import type { Loaders } from '../runs.ts'

/** Everything that these loaders give, by type. */
export async function loaded<T>(loaders: Loaders<T>): Promise<Readonly<Record<string, T>>> {
  const pairs = Object.entries(loaders).map(async ([type, load]): Promise<[string, T]> => [type, await load()])
  return Object.fromEntries(await Promise.all(pairs))
}
