import { checkXml, withoutLead } from '#nodes/xml/parse.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import { defineRun, emit } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'
import { definition } from './definition.ts'
import { contentTypes, declaredUtf8 } from './output.ts'
import { xpathOf } from './params.ts'
import { isFault, reasonOf } from './reason.ts'
import { createTransformer } from './transformer.ts'
import type { XsltAnswer } from './xslt-thread.ts'

const MB = 1024 * 1024
const MOST_SAID = 1000

/** The result replaces the body as text; what `xsl:message` said leaves as a header. */
export const run = defineRun(definition, ({ settings, value }) => {
  const { stylesheet, maxMb, mostMb, seconds } = settings
  const from = settings.from === undefined ? undefined : value(settings.from, 'XML')
  const params = settings.params.map(({ name, value: given }) => ({ name, get: value(given, name) }))
  const contentTypeOf = contentTypes(stylesheet)
  const transform = createTransformer(stylesheet, seconds)
  /** A stylesheet that cannot be compiled is not tried again for each message. */
  let unusable: Error | undefined

  return async (message, context) => {
    if (unusable) throw unusable
    const xml = sourceOf(from === undefined ? message.body : await from(message, context), maxMb)
    const given: (readonly [string, string])[] = []
    for (const { name, get } of params) {
      const xpath = xpathOf(name, await get(message, context))
      if (xpath !== undefined) given.push([name, xpath])
    }
    const job = { xml, params: given, now: context.now(), most: mostMb * MB }
    const answer = await transform(job, context.signal)
    if (answer.kind !== 'done' || answer.outside.length > 0 || isFault(answer.errors)) {
      const fault = faultOf(answer, mostMb)
      if (answer.kind === 'unusable') unusable = fault
      throw fault
    }
    const said = shown(answer.errors)
    const headers = {
      ...message.headers,
      'content-type': contentTypeOf(answer.output),
      ...(said === '' ? {} : { 'xslt-message': said }),
    }
    return emit('out', { ...message, body: declaredUtf8(answer.output), headers })
  }
})

function sourceOf(source: unknown, maxMb: number): string {
  if (typeof source !== 'string') {
    const { vi, en } = shapeOf(source)
    const reason = { vi: `cần văn bản XML nhưng nhận được ${vi}`, en: `needs XML text but got ${en}` }
    throw permanent('message.wrong-shape', { reason })
  }
  if (Buffer.byteLength(source) > maxMb * MB) throw permanent('xml.too-large', { limit: `${maxMb} MB` })
  checkXml(source)
  return withoutLead(source)
}

function faultOf(answer: XsltAnswer, mostMb: number): Error {
  if ('outside' in answer && answer.outside[0] !== undefined)
    return permanent('xslt.outside', { address: answer.outside[0].slice(0, 200) })
  if (answer.kind === 'unusable') return permanent('xslt.wrong', { reason: reasonOf(answer.errors) })
  if (answer.kind === 'failed' && !isFault(answer.errors))
    return permanent('xslt.stopped', { message: shown(answer.errors) || '—' })
  if ('errors' in answer) return permanent('xslt.failed', { reason: reasonOf(answer.errors) })
  return permanent('xslt.too-large', { limit: limitOf(answer, mostMb) })
}

function limitOf({ kind }: XsltAnswer, mostMb: number): Text {
  if (kind === 'too-large') return { vi: `${mostMb} MB kết quả`, en: `${mostMb} MB of result` }
  if (kind === 'too-deep') return { vi: 'số cấp lồng nhau', en: 'the levels of nesting' }
  return { vi: '384 MB bộ nhớ', en: '384 MB of memory' }
}

/** What `xsl:message` said, on one line. */
function shown(errors: string): string {
  return errors
    .split('\n')
    .map((it) => it.replace(/\p{C}+/gu, ' ').trim())
    .filter(Boolean)
    .join(' | ')
    .slice(0, MOST_SAID)
}
