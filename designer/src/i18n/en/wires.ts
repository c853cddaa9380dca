import type { SameKeys } from '../same-keys.ts'
import type { wires as vi } from '../vi/wires.ts'

/** English texts of wire checks. */
export const wires: SameKeys<typeof vi> = {
  states: {
    ok: 'Fits',
    maybe: 'May be missing',
    lossy: 'Loses something',
    error: 'Does not fit',
  },
  mark: 'Wire from "{{from}}" to "{{to}}", {{state}}',
  into: 'wire in: {{state}}',
  more: 'and {{count}} more fields',
  title: 'Wire from "{{from}}" to "{{to}}"',
  close: 'Close',
  fits: 'Every field that the next node needs is there.',
  unknown: 'It is not known which fields pass here, so nothing could be checked.',
  fields: 'Fields that pass: {{fields}}',
  acceptedAs: 'Accepted: {{reason}}',
  readOnly: 'This is a read-only view.',
  fixes: {
    goTo: 'Open where it is read',
    omit: 'Leave out when missing',
    default: 'Take a default…',
    defaultField: 'Value when "{{field}}" is missing',
    asText: 'Keep as text',
    accept: 'Accept…',
    acceptField: 'Why "{{field}}" is accepted',
    apply: 'Apply',
    takeBack: 'No longer accept',
    insert: 'Insert a mapping',
    insertAll: 'Inserts a mapping that makes the {{count}} missing fields; {{matched}} can be filled in by name.',
    declare: 'Declare from the sample',
    declareFrom:
      'Takes the structure of the sample {{sample}} as what "{{node}}" gives. Only names and types are kept, no values.',
    declareWithout: 'The sample does not have: {{fields}}.',
    noSample: 'To declare what "{{node}}" gives, test once with a sample and come back.',
    forget: 'Take the declaration back',
    forgetHint: '"{{node}}" is declared with {{count}} fields.',
  },
  runSample: 'the last test run',
}
