import { withField } from '#nodes/writing/with-field.ts'
import type { Message } from '#shared/message/message.ts'
import type { Dynamic } from '#shared/node/fields.ts'
import { type Emission, emit, type Prepare, type StepContext } from '#shared/node/run.ts'
import { pathFrom } from './reference.ts'
import { writeFile } from './write-file.ts'
import type { IfExists } from './write-whole.ts'

/** The settings of `textResultFields` and `bytesResultFields`. */
interface ResultSettings {
  readonly as: 'text' | 'base64' | 'file'
  readonly to?: string | undefined
  readonly connection?: string | undefined
  readonly path?: Dynamic | undefined
  readonly ifExists: IfExists
}

/** Puts what a node made where the settings say; a file is written whole or not at all, and leaves as its reference. */
export function contentWriter<S extends ResultSettings>({ settings, value }: Pick<Prepare<S>, 'settings' | 'value'>) {
  const { as, connection = '', ifExists } = settings
  const to = settings.to?.split('.') ?? []
  const where = value(settings.path ?? '', 'path')
  return async (message: Message, context: StepContext, made: string | Buffer): Promise<Emission> => {
    const bytes = typeof made === 'string' ? Buffer.from(made) : made
    if (as !== 'file') {
      const result = as === 'text' ? String(made) : bytes.toString('base64')
      return emit('out', { ...message, body: withField(message.body, to, result) })
    }
    const asked = (await pathFrom(where, message, context)).normalize('NFC')
    const written = await writeFile(context, { connection, path: asked, ifExists }, bytes)
    return written === 'kept' ? emit('exists', message) : emit('out', { ...message, body: written })
  }
}
