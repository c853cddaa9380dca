import type { NodeDefinition } from '#shared/node/define.ts'
import { definition as aggregator } from './aggregator/definition.ts'
import { definition as callFlow } from './call-flow/definition.ts'
import { definition as citizenLookup } from './citizen-lookup/definition.ts'
import { definition as codeTableMap } from './code-table-map/definition.ts'
import { definition as collect } from './collect/definition.ts'
import { definition as contentBasedRouter } from './content-based-router/definition.ts'
import { definition as convertUnits } from './convert-units/definition.ts'
import { definition as decodeText } from './decode-text/definition.ts'
import { definition as delay } from './delay/definition.ts'
import { definition as deliverCallback } from './deliver-callback/definition.ts'
import { definition as dvcqgCall } from './dvcqg-call/definition.ts'
import { definition as edxmlBuild } from './edxml-build/definition.ts'
import { definition as edxmlParse } from './edxml-parse/definition.ts'
import { definition as fileList } from './file-list/definition.ts'
import { definition as fileManage } from './file-manage/definition.ts'
import { definition as fileRead } from './file-read/definition.ts'
import { definition as fileWatch } from './file-watch/definition.ts'
import { definition as fileWrite } from './file-write/definition.ts'
import { definition as filter } from './filter/definition.ts'
import { definition as flowIn } from './flow-in/definition.ts'
import { definition as httpIn } from './http-in/definition.ts'
import { definition as httpReply } from './http-reply/definition.ts'
import { definition as httpRequest } from './http-request/definition.ts'
import { definition as humanTask } from './human-task/definition.ts'
import { definition as mapFields } from './map-fields/definition.ts'
import { definition as ngspCall } from './ngsp-call/definition.ts'
import { definition as outboxPoll } from './outbox-poll/definition.ts'
import { definition as pollUntil } from './poll-until/definition.ts'
import { definition as queueIn } from './queue-in/definition.ts'
import { definition as queueOut } from './queue-out/definition.ts'
import { definition as schedule } from './schedule/definition.ts'
import { definition as script } from './script/definition.ts'
import { definition as splitter } from './splitter/definition.ts'
import { definition as sql } from './sql/definition.ts'
import { definition as stopWithError } from './stop-with-error/definition.ts'
import { definition as vxpCall } from './vxp-call/definition.ts'
import { definition as vxpIn } from './vxp-in/definition.ts'
import { definition as waitForCallback } from './wait-for-callback/definition.ts'
import { definition as wireTap } from './wire-tap/definition.ts'
import { definition as xmlBuild } from './xml-build/definition.ts'
import { definition as xmlParse } from './xml-parse/definition.ts'
import { definition as xmlSign } from './xml-sign/definition.ts'
import { definition as xmlVerify } from './xml-verify/definition.ts'

/** Every node that comes with Liên Thông, by type. Definitions only, so that the designer can import them too. */
export const nodeDefinitions: readonly NodeDefinition[] = [
  aggregator,
  callFlow,
  citizenLookup,
  codeTableMap,
  collect,
  contentBasedRouter,
  convertUnits,
  decodeText,
  delay,
  deliverCallback,
  dvcqgCall,
  edxmlBuild,
  edxmlParse,
  fileList,
  fileManage,
  fileRead,
  fileWatch,
  fileWrite,
  filter,
  flowIn,
  httpIn,
  httpReply,
  httpRequest,
  humanTask,
  mapFields,
  ngspCall,
  outboxPoll,
  pollUntil,
  queueIn,
  queueOut,
  schedule,
  script,
  splitter,
  sql,
  stopWithError,
  vxpCall,
  vxpIn,
  waitForCallback,
  wireTap,
  xmlBuild,
  xmlParse,
  xmlSign,
  xmlVerify,
]
