/** The template gallery. */
export const templates = {
  title: 'Template gallery',
  lead: 'Ready-made flows that run with the simulators at once. Choose one, fit it to your task, then publish it.',
  search: 'Search templates',
  noMatch: 'No template matches. Try fewer words.',
  picture: 'Picture of a flow of {{count}} steps that begins with "{{first}}"',
  systems: 'Systems it links',
  needs: 'Needs {{count}} connections and code tables',
  kinds: { connections: 'Connection', tables: 'Code table' },
  states: { present: 'there already, stays as it is', create: 'will be made', missing: 'missing, to be made' },
  cases: '{{count}} test cases',
  use: 'Use this template',
  useNamed: 'Use this template: {{title}}',
  dialog: 'New flow from a template',
  idTaken: 'The id {{id}} is taken, so another one is offered; the flow that has it stays as it is.',
  made: 'With the flow come {{count}} test cases and:',
  fromGallery: 'Choose from the template gallery',
}
