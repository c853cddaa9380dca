import { codeFunctions } from './codes.ts'
import { convertFunctions } from './convert.ts'
import { dateFunctions } from './dates.ts'
import type { DomainFunction } from './definition.ts'
import { dossierFunctions } from './dossier.ts'
import { encodingFunctions } from './encodings.ts'
import { identityFunctions } from './identity.ts'
import { textFunctions } from './text.ts'
import { workingDayFunctions } from './working-days.ts'

/** All domain functions, in the order in which the designer lists them. */
export const domainFunctions: readonly DomainFunction[] = [
  ...textFunctions,
  ...encodingFunctions,
  ...dateFunctions,
  ...workingDayFunctions,
  ...identityFunctions,
  ...dossierFunctions,
  ...codeFunctions,
  ...convertFunctions,
]
