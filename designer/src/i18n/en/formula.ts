import type { SameKeys } from '../same-keys.ts'
import type { formula as vi } from '../vi/formula.ts'

/** Fields for values and formulas, with completion and preview. */
export const formula: SameKeys<typeof vi> = {
  suggestions: 'Suggested fields and functions',
  preview: { missing: 'no value on this sample' },
  modes: {
    label: 'Press to change how it is given',
    literal: 'Value',
    field: 'Field',
    expr: 'Formula',
    hints: {
      literal: 'fixed, typed here',
      field: 'taken from the message',
      expr: 'computed from several fields, with functions',
    },
    ask: 'Change to "{{mode}}"?',
    lost: 'What is there cannot be written this way and would be dropped. You can undo it.',
    change: 'Change and drop it',
  },
  literal: {
    type: 'Kind of value',
    text: 'Text',
    number: 'Number',
    boolean: 'True or false',
    null: 'Empty (null)',
    yes: 'True',
    no: 'False',
    placeholder: 'Type a value',
  },
  field: { placeholder: 'Field name', pick: 'Pick a field' },
  expr: { placeholder: 'Type a formula; Ctrl + Space for suggestions' },
  condition: { yes: 'Holds on this sample', no: 'Does not hold on this sample' },
  source: {
    label: 'Input data',
    search: 'Find a field',
    none: 'There are no fields.',
    list: 'list',
    noSample: 'There is no sample for this node yet. Enter one or make a test run in the "Test" tab.',
    origin: {
      run: 'From the last test run',
      sample: 'From the chosen sample',
      declared: 'From the example of the node type',
      none: 'No sample yet',
    },
  },
  functions: { open: 'Functions', title: 'Functions for formulas', search: 'Find a function', example: 'Example' },
}
