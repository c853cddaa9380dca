import type { SameKeys } from '../same-keys.ts'
import type { tables as vi } from '../vi/tables.ts'

/** Code tables. */
export const tables: SameKeys<typeof vi> = {
  title: 'Code tables',
  lead: 'Shared codes: administrative units, states, kinds of document… Codes are text, so leading zeros stay.',
  search: 'Find a code table',
  new: 'New code table',
  name: 'Name',
  nameHelp: 'For example: States of a dossier',
  idWillBe: 'Id: {{id}}',
  create: 'Create',
  back: 'All code tables',
  count: '{{count}} rows',
  onDay: 'In force on',
  export: 'Export CSV',
  find: 'Find a code or name',
  grid: 'Rows of the code table',
  addRow: 'Add a row',
  removeRow: 'Delete row {{number}}',
  saved: 'The code table "{{title}}" was saved',
  columns: {
    title: 'Code table',
    id: 'Id',
    rows: 'Rows',
    updated: 'Last change',
    code: 'Code',
    name: 'Name',
    tools: 'Actions',
    from: 'From',
    to: 'Until (included)',
  },
  faults: {
    count: '{{count}} rows cannot be saved:',
    empty: 'a code is missing.',
    twice: 'a code is there twice for the same time.',
    order: 'a row ends before it begins.',
    day: 'Type the day as dd/MM/yyyy',
  },
  import: {
    button: 'Import CSV',
    clipboard: 'the clipboard',
    found: 'Read {{count}} rows from {{from}}.',
    withoutCode: 'Lines without a code were left out: {{lines}}.',
    badDate: 'Lines with a wrong date were left out: {{lines}}.',
    first: 'First row: {{code}} – {{name}}.',
    merge: 'Add and update',
    replace: 'Replace all',
  },
  delete: {
    title: 'Delete the code table "{{title}}"?',
    body: 'Not possible while a published flow uses it.',
    action: 'Delete code table',
  },
  empty: {
    title: 'No code tables yet',
    text: 'A code table turns codes of one system into those of another. Create one, then paste from a spreadsheet or import a CSV file.',
  },
  emptyTable: {
    title: 'This code table has no rows yet',
    text: 'Press Add a row, or copy cells of a spreadsheet (code, name) and paste them into a cell of the grid below.',
  },
}
