import { callVxp, packetOf, rowsOf, textAt, type VxpCall, type VxpContext } from '#nodes/vxp/client.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { definePoll, type PollContext } from '#shared/node/trigger.ts'
import { definition } from './definition.ts'

type Settings = SettingsOf<typeof definition>

const TIMEOUT_MS = 60_000

/**
 * Takes the packets that the axis lists, one after the other: get, store durably, report. When reporting fails the packet is listed again,
 * is recognised by its docId and is only reported then. What the axis refuses to hand over is reported as failed; others go on.
 */
export const poll = definePoll(definition, async (settings, context) => {
  const call = caller(settings, context)
  const { messageType, batch } = settings
  const list = await call('getReceivedEdocList', { messagetype: messageType, pageSize: String(batch), pageIndex: '1' })
  let accepted = 0
  let fault: unknown
  for (const row of rowsOf(list)) {
    if (context.signal.aborted) break
    try {
      if (await take(row, settings, context, call)) accepted++
    } catch (thrown) {
      fault ??= thrown
    }
  }
  if (fault !== undefined && accepted === 0) throw fault
  if (fault !== undefined)
    context.log('warn', 'some packets of the axis were not taken', { code: toErrorData(fault).code })
  return accepted
})

type Caller = (operation: string, parameters: VxpCall['parameters']) => Promise<unknown>

function caller(settings: Settings, context: PollContext): Caller {
  const tools: VxpContext = { http: context.http, connection: context.connection, now: Date.now }
  return (operation, parameters) =>
    callVxp(
      settings.connection,
      { operation, parameters: { servicetype: 'eDoc', ...parameters }, timeoutMs: TIMEOUT_MS },
      tools,
    )
}

async function take(row: unknown, settings: Settings, context: PollContext, call: Caller): Promise<boolean> {
  const docId = textAt(row, 'docId')
  if (docId === undefined) return false
  const packet = await packetFor(docId, settings, context, call)
  if (packet === undefined) return false
  const header = (name: string): string => textAt(row, name) ?? ''
  const headers = {
    'content-type': 'application/xml; charset=utf-8',
    'vxp-doc-id': docId,
    'vxp-message-type': header('messageType') || settings.messageType,
    'vxp-from': header('from'),
    'vxp-to': header('to'),
  }
  const { duplicate } = await context.accept({ body: packet, headers, keys: { docId } }, docId)
  await call('updateStatus', { docId, status: 'done' })
  return !duplicate
}

/** The packet; undefined when the axis will not hand it over, which is reported so that it is not listed for ever. */
async function packetFor(
  docId: string,
  settings: Settings,
  context: PollContext,
  call: Caller,
): Promise<string | undefined> {
  try {
    return packetOf(await call('getEdoc', { docId }), settings.connection)
  } catch (thrown) {
    const { code } = toErrorData(thrown)
    if (code !== 'vxp.rejected') throw thrown
    context.log('warn', 'the axis refused to hand a packet over', { docId, code })
    await call('updateStatus', { docId, status: 'fail' })
    return undefined
  }
}
