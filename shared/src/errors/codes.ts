import { apiCodes } from './codes/api.ts'
import { bundleCodes } from './codes/bundle.ts'
import { compensationCodes } from './codes/compensation.ts'
import { connectorCodes } from './codes/connector.ts'
import { dataCodes } from './codes/data.ts'
import { documentCodes } from './codes/document.ts'
import { edxmlCodes } from './codes/edxml.ts'
import { engineCodes } from './codes/engine.ts'
import { fileCodes } from './codes/file.ts'
import { flowCodes } from './codes/flow.ts'
import { gatewayCodes } from './codes/gateway.ts'
import { ldapCodes } from './codes/ldap.ts'
import { mailCodes } from './codes/mail.ts'
import { nationalCodes } from './codes/national.ts'
import { outsideCodes } from './codes/outside.ts'
import { paymentCodes } from './codes/payment.ts'
import { queueCodes } from './codes/queue.ts'
import { signatureCodes } from './codes/signature.ts'
import { soapCodes } from './codes/soap.ts'
import { sqlCodes } from './codes/sql.ts'
import { tableCodes } from './codes/table.ts'
import { transformCodes } from './codes/transform.ts'
import { vxpCodes } from './codes/vxp.ts'
import { waitingCodes } from './codes/waiting.ts'
import { websocketCodes } from './codes/websocket.ts'
import { wireCodes } from './codes/wire.ts'
import { xroadCodes } from './codes/xroad.ts'
import { xsltCodes } from './codes/xslt.ts'
import type { ErrorKind } from './flow-error.ts'

/** The one table of errors. Codes are API: `area.reason`, never reused with another meaning. One file an area under `codes/`. */
export const errorCodes = {
  ...apiCodes,
  ...bundleCodes,
  ...compensationCodes,
  ...connectorCodes,
  ...dataCodes,
  ...documentCodes,
  ...edxmlCodes,
  ...engineCodes,
  ...fileCodes,
  ...flowCodes,
  ...gatewayCodes,
  ...ldapCodes,
  ...mailCodes,
  ...outsideCodes,
  ...paymentCodes,
  ...queueCodes,
  ...signatureCodes,
  ...nationalCodes,
  ...soapCodes,
  ...sqlCodes,
  ...tableCodes,
  ...transformCodes,
  ...vxpCodes,
  ...waitingCodes,
  ...websocketCodes,
  ...wireCodes,
  ...xroadCodes,
  ...xsltCodes,
} satisfies Record<string, ErrorKind>

/** A code of the table. */
export type ErrorCode = keyof typeof errorCodes
