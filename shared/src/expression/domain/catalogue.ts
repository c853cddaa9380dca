import { agencyFunctions } from './agencies.ts'
import { codeFunctions } from './codes.ts'
import { convertFunctions } from './convert.ts'
import { dateFunctions } from './dates.ts'
import type { DomainFunction } from './definition.ts'
import { dossierFunctions } from './dossier.ts'
import { encodingFunctions } from './encodings.ts'
import { identityFunctions } from './identity.ts'
import { nameFunctions } from './names.ts'
import { textFunctions } from './text.ts'
import { unitFunctions } from './units.ts'
import { wordFunctions } from './words.ts'
import { workingDayFunctions } from './working-days.ts'

/** All domain functions, in the order in which the designer lists them. */
export const domainFunctions: readonly DomainFunction[] = [
  ...textFunctions,
  ...nameFunctions,
  ...encodingFunctions,
  ...wordFunctions,
  ...dateFunctions,
  ...workingDayFunctions,
  ...identityFunctions,
  ...dossierFunctions,
  ...agencyFunctions,
  ...unitFunctions,
  ...codeFunctions,
  ...convertFunctions,
]
