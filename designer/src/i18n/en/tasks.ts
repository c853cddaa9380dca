/** What runs wait for from outside, and the tasks that people decide. */
export const tasks = {
  tabs: 'Error inbox or open tasks',
  failures: 'Failed runs',
  title: 'Open tasks ({{count}})',
  lead: '{{count}} tasks wait for a decision, the most urgent first',
  cut: 'Showing the {{shown}} most urgent of {{count}}.',
  empty: {
    title: 'Nothing waits for you',
    text: 'When a flow stops at a "Human task", the task appears here.',
  },
  until: 'Deadline',
  since: 'Waiting since',
  open: 'Open the run',
  comment: 'Comment',
  commentRequired: 'Comment (required)',
  noRight: 'The role "{{role}}" is needed to decide.',
  decided: 'The decision "{{choice}}" is recorded',
  waits: {
    callback: 'Waits for the callback "{{topic}}" with the key {{key}}',
    person: 'Waits for a decision: {{title}} (role {{role}})',
    answer: 'Asks again, {{count}} times so far',
    next: 'next at',
    more: 'and {{count}} other waits',
    since: 'since',
    until: 'until',
  },
  stub: {
    outcome: 'Leaves through',
    help: 'A test run does not really wait: choose what happens at this step.',
  },
}
