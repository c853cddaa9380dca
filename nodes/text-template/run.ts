import { withField } from '#nodes/writing/with-field.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { scopeFor } from '#shared/node/prepare.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { type Piece, parseTemplate, TemplateFault } from './parse-template.ts'
import { compileTemplate, escapeHtml } from './render.ts'

/** The text becomes the body, with its `content-type`, or a field of it. */
export const run = defineRun(definition, ({ settings, expression }) => {
  const { format, missing, mark } = settings
  const write = compileTemplate(piecesOf(settings.template), {
    compile: expression,
    escape: format === 'html' ? escapeHtml : (text) => text,
    instead: missing === 'error' ? undefined : missing === 'mark' ? mark : '',
  })
  const to = settings.to?.split('.')
  const type = `text/${format === 'html' ? 'html' : 'plain'}; charset=utf-8`
  return async (message, context) => {
    const text = await write(scopeFor(message, context))
    if (to) return emit('out', { ...message, body: withField(message.body, to, text) })
    return emit('out', { ...message, body: text, headers: { ...message.headers, 'content-type': type } })
  }
})

function piecesOf(template: string): readonly Piece[] {
  try {
    return parseTemplate(template)
  } catch (thrown) {
    if (thrown instanceof TemplateFault) throw permanent('template.wrong', { line: thrown.line, reason: thrown.text })
    throw thrown
  }
}
