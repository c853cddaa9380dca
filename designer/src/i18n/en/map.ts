/** The map of all flows and what they lead to. */
export const map = {
  title: 'System map',
  search: 'Find a flow, connection or code table',
  troubled: 'Only what is in trouble',
  form: 'View',
  picture: 'Picture',
  table: 'Table',
  placing: 'Laying out the map…',
  noMatch: 'There is no such flow, connection or code table.',
  all: 'Show all',
  empty: {
    title: 'Nothing to draw yet',
    text: 'With the first flow, the map shows which flow calls which, and which connections and code tables they use.',
  },
  kinds: { flow: 'Flow', connection: 'Connection', 'code-table': 'Code table', missing: 'Does not exist' },
  states: {
    failing: '{{count}} failures in 24 hours',
    paused: 'Paused',
    circuit: 'Partner is not being called',
    draft: 'Draft',
    missing: 'Not found',
  },
  columns: { what: 'Name', state: 'State', uses: 'Uses', usedBy: 'Used by' },
  calledBy: 'Called by',
  calledByNone: 'No flow calls this one yet.',
}
