import type { NodeDefinition } from '#shared/node/define.ts'
import { definition as aggregator } from './aggregator/definition.ts'
import { definition as base64 } from './base64/definition.ts'
import { definition as callFlow } from './call-flow/definition.ts'
import { definition as citizenLookup } from './citizen-lookup/definition.ts'
import { definition as codeTableMap } from './code-table-map/definition.ts'
import { definition as collect } from './collect/definition.ts'
import { definition as compress } from './compress/definition.ts'
import { definition as contentBasedRouter } from './content-based-router/definition.ts'
import { definition as convertUnits } from './convert-units/definition.ts'
import { definition as csvRead } from './csv-read/definition.ts'
import { definition as csvWrite } from './csv-write/definition.ts'
import { definition as decodeText } from './decode-text/definition.ts'
import { definition as delay } from './delay/definition.ts'
import { definition as deliverCallback } from './deliver-callback/definition.ts'
import { definition as digest } from './digest/definition.ts'
import { definition as dvcltCall } from './dvclt-call/definition.ts'
import { definition as dvcltIn } from './dvclt-in/definition.ts'
import { definition as dvcqgCall } from './dvcqg-call/definition.ts'
import { definition as dvcqgPayment } from './dvcqg-payment/definition.ts'
import { definition as editFields } from './edit-fields/definition.ts'
import { definition as edxmlBuild } from './edxml-build/definition.ts'
import { definition as edxmlParse } from './edxml-parse/definition.ts'
import { definition as emcTrack } from './emc-track/definition.ts'
import { definition as encrypt } from './encrypt/definition.ts'
import { definition as excelRead } from './excel-read/definition.ts'
import { definition as excelWrite } from './excel-write/definition.ts'
import { definition as fileList } from './file-list/definition.ts'
import { definition as fileManage } from './file-manage/definition.ts'
import { definition as fileRead } from './file-read/definition.ts'
import { definition as fileWatch } from './file-watch/definition.ts'
import { definition as fileWrite } from './file-write/definition.ts'
import { definition as filter } from './filter/definition.ts'
import { definition as fixedWidthRead } from './fixed-width-read/definition.ts'
import { definition as fixedWidthWrite } from './fixed-width-write/definition.ts'
import { definition as flowIn } from './flow-in/definition.ts'
import { definition as httpIn } from './http-in/definition.ts'
import { definition as httpReply } from './http-reply/definition.ts'
import { definition as httpRequest } from './http-request/definition.ts'
import { definition as humanTask } from './human-task/definition.ts'
import { definition as jwt } from './jwt/definition.ts'
import { definition as landCall } from './land-call/definition.ts'
import { definition as ldapChange } from './ldap-change/definition.ts'
import { definition as ldapSearch } from './ldap-search/definition.ts'
import { definition as mailSend } from './mail-send/definition.ts'
import { definition as mailWatch } from './mail-watch/definition.ts'
import { definition as mapFields } from './map-fields/definition.ts'
import { definition as maskFields } from './mask-fields/definition.ts'
import { definition as ngspCall } from './ngsp-call/definition.ts'
import { definition as outboxPoll } from './outbox-poll/definition.ts'
import { definition as paymentVerify } from './payment-verify/definition.ts'
import { definition as pdfText } from './pdf-text/definition.ts'
import { definition as pollUntil } from './poll-until/definition.ts'
import { definition as queueIn } from './queue-in/definition.ts'
import { definition as queueOut } from './queue-out/definition.ts'
import { definition as recipientList } from './recipient-list/definition.ts'
import { definition as schedule } from './schedule/definition.ts'
import { definition as script } from './script/definition.ts'
import { definition as soapCall } from './soap-call/definition.ts'
import { definition as soapIn } from './soap-in/definition.ts'
import { definition as soapReply } from './soap-reply/definition.ts'
import { definition as splitter } from './splitter/definition.ts'
import { definition as sql } from './sql/definition.ts'
import { definition as sqlBulk } from './sql-bulk/definition.ts'
import { definition as sqlProcedure } from './sql-procedure/definition.ts'
import { definition as stopWithError } from './stop-with-error/definition.ts'
import { definition as textTemplate } from './text-template/definition.ts'
import { definition as validate } from './validate/definition.ts'
import { definition as vxpCall } from './vxp-call/definition.ts'
import { definition as vxpIn } from './vxp-in/definition.ts'
import { definition as waitForCallback } from './wait-for-callback/definition.ts'
import { definition as wireTap } from './wire-tap/definition.ts'
import { definition as wsIn } from './ws-in/definition.ts'
import { definition as wsSend } from './ws-send/definition.ts'
import { definition as xmlBuild } from './xml-build/definition.ts'
import { definition as xmlParse } from './xml-parse/definition.ts'
import { definition as xmlSign } from './xml-sign/definition.ts'
import { definition as xmlVerify } from './xml-verify/definition.ts'
import { definition as xpath } from './xpath/definition.ts'
import { definition as xroadCall } from './xroad-call/definition.ts'
import { definition as xslt } from './xslt/definition.ts'
import { definition as zipPack } from './zip-pack/definition.ts'
import { definition as zipUnpack } from './zip-unpack/definition.ts'

/** Every node that comes with Liên Thông, by type. Definitions only, so that the designer can import them too. */
export const nodeDefinitions: readonly NodeDefinition[] = [
  aggregator,
  base64,
  callFlow,
  citizenLookup,
  codeTableMap,
  collect,
  compress,
  contentBasedRouter,
  convertUnits,
  csvRead,
  csvWrite,
  decodeText,
  delay,
  deliverCallback,
  digest,
  dvcltCall,
  dvcltIn,
  dvcqgCall,
  dvcqgPayment,
  editFields,
  edxmlBuild,
  edxmlParse,
  emcTrack,
  encrypt,
  excelRead,
  excelWrite,
  fileList,
  fileManage,
  fileRead,
  fileWatch,
  fileWrite,
  filter,
  fixedWidthRead,
  fixedWidthWrite,
  flowIn,
  httpIn,
  httpReply,
  httpRequest,
  humanTask,
  jwt,
  landCall,
  ldapChange,
  ldapSearch,
  mailSend,
  mailWatch,
  mapFields,
  maskFields,
  ngspCall,
  outboxPoll,
  paymentVerify,
  pdfText,
  pollUntil,
  queueIn,
  queueOut,
  recipientList,
  schedule,
  script,
  soapCall,
  soapIn,
  soapReply,
  splitter,
  sql,
  sqlBulk,
  sqlProcedure,
  stopWithError,
  textTemplate,
  validate,
  vxpCall,
  vxpIn,
  waitForCallback,
  wireTap,
  wsIn,
  wsSend,
  xmlBuild,
  xmlParse,
  xmlSign,
  xmlVerify,
  xpath,
  xroadCall,
  xslt,
  zipPack,
  zipUnpack,
]
