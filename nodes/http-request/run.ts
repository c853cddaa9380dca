import type { SettingsOf } from '#shared/node/define.ts'
import { defineRun, emit, type Prepare } from '#shared/node/run.ts'
import { definition } from './definition.ts'
import { fileBodies } from './file-bodies.ts'
import { judgeBody, statusClasses } from './judge-answer.ts'
import { describeRequest, type MakeBody, partsForPages, prepareRequest } from './prepare-request.ts'
import { preparePages } from './read-pages.ts'

/** Sends one request, or one after the other where the answer comes in pages; statuses that are not welcome become errors by their class. */
export const run = defineRun(
  definition,
  (tools) => {
    const { settings, value } = tools
    const made = mappedBody(tools)
    const reads = settings.method === 'GET' || settings.method === 'HEAD'
    const judging = {
      classOf: statusClasses(settings),
      read: settings.judge ? judgeBody(settings, !reads) : undefined,
    }
    const send =
      settings.paging === 'off'
        ? prepareRequest(settings, value, { judging, made, files: fileBodies(settings, value) })
        : preparePages({ settings, ...partsForPages(settings, value, made), judging })
    return async (message, context) => emit('out', await send(message, context))
  },
  {
    request: (tools) =>
      describeRequest(tools.settings, tools.value, {
        made: mappedBody(tools),
        files: fileBodies(tools.settings, tools.value),
      }),
  },
)

/** The body that the mapping makes; undefined when there is none. */
function mappedBody({ settings, mapping }: Prepare<SettingsOf<typeof definition>>): MakeBody | undefined {
  return settings.mapping === undefined || settings.mapping.length === 0 ? undefined : mapping(settings.mapping)
}
