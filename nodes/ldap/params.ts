import { permanent } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { Dynamic } from '#shared/node/fields.ts'
import type { Prepare, StepContext } from '#shared/node/run.ts'
import { parameterText } from './template.ts'

interface WithParams {
  readonly params: readonly { readonly name: string; readonly value: Dynamic }[]
}

/** The values of the parameters as text; throws at deployment when one is used and not declared. */
export function bindParams<S extends WithParams>(
  { settings, value }: Pick<Prepare<S>, 'settings' | 'value'>,
  used: readonly string[],
) {
  const declared = new Set(settings.params.map(({ name }) => name))
  const missing = used.find((name) => !declared.has(name))
  if (missing !== undefined) {
    const reason = { vi: `chưa khai báo tham số "${missing}"`, en: `the parameter "${missing}" is not declared` }
    throw permanent('ldap.filter', { reason })
  }
  const ready = settings.params.map(({ name, value: given }) => ({ name, get: value(given, name) }))
  return async (message: Message, context: StepContext): Promise<Readonly<Record<string, string>>> => {
    const values = ready.map(async ({ name, get }) => [name, parameterText(name, await get(message, context))] as const)
    return Object.fromEntries(await Promise.all(values))
  }
}
