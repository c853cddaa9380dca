import { join } from 'node:path'
import { checkLayers } from './layers.ts'

/** `node shared/config/check-layers.ts [FOLDER]`: prints every violation of the rules about imports; exit 1 when there is one. */
const violations = checkLayers(process.argv[2] ?? join(import.meta.dirname, '../..'))
for (const { rule, place, detail, why } of violations) process.stdout.write(`${place} ${detail}\n    ${rule}: ${why}\n`)
process.stdout.write(violations.length === 0 ? 'imports keep to the layers\n' : `${violations.length} violations\n`)
process.exitCode = violations.length === 0 ? 0 : 1
