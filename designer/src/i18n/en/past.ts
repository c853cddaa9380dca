import type { SameKeys } from '../same-keys.ts'
import type { past as source } from '../vi/past.ts'

/** English of `vi/past.ts`. */
export const past: SameKeys<typeof source> = {
  retry: {
    title: 'Retry from the step "{{step}}"',
    body: 'This step and all that follow it run again; earlier steps keep the results they have.',
    repeats: 'This run is done: what these steps sent to the outside will be sent once more.',
    version: 'Run on version',
    same: 'The version of this run',
    reason: 'Reason',
    action: 'Retry',
  },
  resubmit: {
    open: 'Edit and resubmit',
    title: 'Edit and resubmit the message',
    lead: 'The message is submitted as a new run. This run stays as it is and links to the new one.',
    body: 'Body of the message',
    unchanged: 'Nothing was edited: the message is submitted as it was.',
    restore: 'Back to the original',
    version: 'Run on version',
    current: 'The version in use',
    reason: 'Why it is submitted again',
    action: 'Resubmit',
    done: 'Submitted again as a new run',
  },
  links: {
    origin: 'Resubmitted from another run',
    copies: 'Resubmitted as:',
    copy: 'run {{number}}',
    timeline: 'All runs of {{value}}',
  },
  bulk: {
    choose: 'Choose to resubmit',
    cancel: 'Clear the choice',
    pick: 'Choose the run {{name}}',
    pickAll: 'Choose all runs on screen',
    chosen: '{{count}} runs chosen',
    action: 'Resubmit {{count}} messages',
    title: 'Resubmit {{count}} messages?',
    body: 'Each message is submitted as it was, as a new run on the version of the flow in use. The chosen runs stay as they are.',
  },
  timeline: {
    title: 'Dossier {{value}}',
    lead: '{{count}} runs of all flows in order of time',
    cut: 'Only the newest {{count}} runs are shown.',
    empty: 'No run has this key',
    emptyText: 'The business key must match in every character. Search for similar ones on the screen of runs.',
    search: 'Search on the screen of runs',
    after: '{{length}} later',
    first: 'begins',
    copyOf: 'resubmitted from an earlier run',
    keys: 'Keys',
  },
}
