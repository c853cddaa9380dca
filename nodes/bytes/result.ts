import { withField } from '#nodes/writing/with-field.ts'
import type { Message } from '#shared/message/message.ts'
import { type Emission, emit, type Prepare, type StepContext } from '#shared/node/run.ts'
import type { ByteSettings } from './byte-fields.ts'

/** Prepares reading what `from` names (the whole body when blank), and writing a result where `to` says. */
export function throughSettings<S extends ByteSettings>({
  settings,
  value,
}: Pick<Prepare<S>, 'settings' | 'value'>): {
  readonly read: (message: Message, context: StepContext) => unknown
  readonly write: (message: Message, result: unknown) => Emission
} {
  const from = settings.from === undefined ? undefined : value(settings.from, settings.to)
  const to = settings.to?.split('.')
  return {
    read: (message, context) => (from === undefined ? message.body : from(message, context)),
    write: (message, result) =>
      emit('out', { ...message, body: to === undefined ? result : withField(message.body, to, result) }),
  }
}
