import type { NodeRun } from '#shared/node/run.ts'
import type { ListenTrigger, PollTrigger } from '#shared/node/trigger.ts'
import { run as aggregator } from './aggregator/run.ts'
import { run as callFlow } from './call-flow/run.ts'
import { run as citizenLookup } from './citizen-lookup/run.ts'
import { run as codeTableMap } from './code-table-map/run.ts'
import { run as collect } from './collect/run.ts'
import { run as contentBasedRouter } from './content-based-router/run.ts'
import { run as convertUnits } from './convert-units/run.ts'
import { run as decodeText } from './decode-text/run.ts'
import { run as delay } from './delay/run.ts'
import { run as deliverCallback } from './deliver-callback/run.ts'
import { run as dvcqgCall } from './dvcqg-call/run.ts'
import { run as edxmlBuild } from './edxml-build/run.ts'
import { run as edxmlParse } from './edxml-parse/run.ts'
import { run as fileList } from './file-list/run.ts'
import { run as fileManage } from './file-manage/run.ts'
import { run as fileRead } from './file-read/run.ts'
import { poll as fileWatchTrigger } from './file-watch/poll.ts'
import { run as fileWatch } from './file-watch/run.ts'
import { run as fileWrite } from './file-write/run.ts'
import { run as filter } from './filter/run.ts'
import { run as flowIn } from './flow-in/run.ts'
import { run as httpIn } from './http-in/run.ts'
import { run as httpReply } from './http-reply/run.ts'
import { run as httpRequest } from './http-request/run.ts'
import { run as humanTask } from './human-task/run.ts'
import { run as mapFields } from './map-fields/run.ts'
import { run as ngspCall } from './ngsp-call/run.ts'
import { poll as outboxPollTrigger } from './outbox-poll/poll.ts'
import { run as outboxPoll } from './outbox-poll/run.ts'
import { run as pollUntil } from './poll-until/run.ts'
import { listen as queueInTrigger } from './queue-in/listen.ts'
import { run as queueIn } from './queue-in/run.ts'
import { run as queueOut } from './queue-out/run.ts'
import { run as schedule } from './schedule/run.ts'
import { run as script } from './script/run.ts'
import { run as splitter } from './splitter/run.ts'
import { run as sql } from './sql/run.ts'
import { run as stopWithError } from './stop-with-error/run.ts'
import { run as vxpCall } from './vxp-call/run.ts'
import { poll as vxpInTrigger } from './vxp-in/poll.ts'
import { run as vxpIn } from './vxp-in/run.ts'
import { run as waitForCallback } from './wait-for-callback/run.ts'
import { run as wireTap } from './wire-tap/run.ts'
import { run as xmlBuild } from './xml-build/run.ts'
import { run as xmlParse } from './xml-parse/run.ts'
import { run as xmlSign } from './xml-sign/run.ts'
import { run as xmlVerify } from './xml-verify/run.ts'

/** The behaviour of every node, by type; only the runtime imports this. */
export const nodeRuns: Readonly<Record<string, NodeRun>> = {
  aggregator,
  'call-flow': callFlow,
  'citizen-lookup': citizenLookup,
  'code-table-map': codeTableMap,
  collect,
  'content-based-router': contentBasedRouter,
  'convert-units': convertUnits,
  'decode-text': decodeText,
  delay,
  'deliver-callback': deliverCallback,
  'dvcqg-call': dvcqgCall,
  'edxml-build': edxmlBuild,
  'edxml-parse': edxmlParse,
  'file-list': fileList,
  'file-manage': fileManage,
  'file-read': fileRead,
  'file-watch': fileWatch,
  'file-write': fileWrite,
  filter,
  'flow-in': flowIn,
  'http-in': httpIn,
  'http-reply': httpReply,
  'http-request': httpRequest,
  'human-task': humanTask,
  'map-fields': mapFields,
  'ngsp-call': ngspCall,
  'outbox-poll': outboxPoll,
  'poll-until': pollUntil,
  'queue-in': queueIn,
  'queue-out': queueOut,
  schedule,
  script,
  splitter,
  sql,
  'stop-with-error': stopWithError,
  'vxp-call': vxpCall,
  'vxp-in': vxpIn,
  'wait-for-callback': waitForCallback,
  'wire-tap': wireTap,
  'xml-build': xmlBuild,
  'xml-parse': xmlParse,
  'xml-sign': xmlSign,
  'xml-verify': xmlVerify,
}

/** The triggers that the scheduler polls, by type. */
export const pollTriggers: Readonly<Record<string, PollTrigger>> = {
  'file-watch': fileWatchTrigger,
  'outbox-poll': outboxPollTrigger,
  'vxp-in': vxpInTrigger,
}

/** The triggers that keep a connection open, by type. */
export const listenTriggers: Readonly<Record<string, ListenTrigger>> = { 'queue-in': queueInTrigger }
