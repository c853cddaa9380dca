import type { SameKeys } from '../same-keys.ts'
import type { fields as vi } from '../vi/fields.ts'

/** Texts of forms that are drawn from a schema. */
export const fields: SameKeys<typeof vi> = {
  advanced: 'Advanced',
  advancedHint: 'Settings that rarely need changing',
  empty: 'There is nothing to set.',
  row: 'Row {{number}}',
  addRow: 'Add a row',
  removeRow: 'Delete row {{number}}',
  moveUp: 'Move row {{number}} up',
  moveDown: 'Move row {{number}} down',
  noRows: 'No rows yet.',
  pairName: 'Name',
  pairValue: 'Value',
  addPair: 'Add a name and value',
  notSet: 'Not set',
  file: {
    choose: 'Choose a file',
    taken: 'Taken from {{name}}',
    tooLarge: '{{name}} is too large: choose a certificate or key of at most 70 KB',
  },
  default: 'Default: {{value}}',
  on: 'On',
  off: 'Off',
  amount: 'Amount',
  unit: 'Unit',
  units: { ms: 'milliseconds', s: 'seconds', m: 'minutes', h: 'hours', d: 'days' },
  dynamicValue: 'This value comes from an expression or a field; edit it in the flow editor.',
}
