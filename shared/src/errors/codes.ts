import { apiCodes } from './codes/api.ts'
import { bundleCodes } from './codes/bundle.ts'
import { compensationCodes } from './codes/compensation.ts'
import { connectorCodes } from './codes/connector.ts'
import { dataCodes } from './codes/data.ts'
import { edxmlCodes } from './codes/edxml.ts'
import { engineCodes } from './codes/engine.ts'
import { fileCodes } from './codes/file.ts'
import { flowCodes } from './codes/flow.ts'
import { gatewayCodes } from './codes/gateway.ts'
import { nationalCodes } from './codes/national.ts'
import { queueCodes } from './codes/queue.ts'
import { signatureCodes } from './codes/signature.ts'
import { sqlCodes } from './codes/sql.ts'
import { vxpCodes } from './codes/vxp.ts'
import { waitingCodes } from './codes/waiting.ts'
import { wireCodes } from './codes/wire.ts'
import type { ErrorKind } from './flow-error.ts'

/** The one table of errors. Codes are API: `area.reason`, never reused with another meaning. One file an area under `codes/`. */
export const errorCodes = {
  ...apiCodes,
  ...bundleCodes,
  ...compensationCodes,
  ...connectorCodes,
  ...dataCodes,
  ...edxmlCodes,
  ...engineCodes,
  ...fileCodes,
  ...flowCodes,
  ...gatewayCodes,
  ...queueCodes,
  ...signatureCodes,
  ...nationalCodes,
  ...sqlCodes,
  ...vxpCodes,
  ...waitingCodes,
  ...wireCodes,
} satisfies Record<string, ErrorKind>

/** A code of the table. */
export type ErrorCode = keyof typeof errorCodes
