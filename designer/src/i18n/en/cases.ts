import type { SameKeys } from '../same-keys.ts'
import type { cases as source } from '../vi/cases.ts'

/** English of `vi/cases.ts`. */
export const cases: SameKeys<typeof source> = {
  save: {
    message: 'Message that comes in',
    answers: 'What partners answer ({{count}})',
    fails: 'Fails with {{code}}',
    expected: 'What must come of it',
    notReached: 'Must not be reached: {{steps}}',
    open: 'Save as test case',
    title: 'Save the run as a test case',
    lead: 'The message and all answers of the outside are kept as a test case of the flow. Running it sends nothing to the outside.',
    name: 'Name of the test case',
    mask: 'Replace personal data by made-up data',
    maskHelp:
      'The same value is always replaced by the same other one. This is guessed by names of fields and shapes of values, so look before you save.',
    unmasked:
      'The test case will hold real data of people, for long, and leaves the system when the flow is exported. Do it only where needed; it is put on record.',
    masked: 'Replaced: {{what}}',
    maskedNone: 'No value looks like personal data.',
    kinds: {
      name: '{{count}} names',
      identity: '{{count}} identity numbers',
      phone: '{{count}} phone numbers',
      email: '{{count}} e-mail addresses',
      address: '{{count}} addresses',
      birth: '{{count}} birth dates',
      account: '{{count}} account numbers',
    },
    differs:
      'With these data {{count}} steps go another way than in the real run: {{steps}}. Look at what was replaced, or do not replace.',
    unanswered: 'The journal has no answer for: {{steps}}. The case will fail at these steps.',
    preview: 'What is saved',
    action: 'Save test case',
    done: 'Saved the test case "{{title}}"',
  },
  panel: {
    lead: '{{count}} test cases of this flow, run on your draft. Nothing is sent to the outside.',
    empty: 'This flow has no test cases yet',
    emptyText:
      'Open a run and choose "Save as test case": the message and the answers of the outside are kept to check every later change.',
    runAll: 'Run all',
    runOne: 'Run the case "{{title}}"',
    running: 'Running…',
    passed: '{{count}} passed',
    failed: '{{count}} failed',
    notRun: 'Not run yet',
    ok: 'Passed',
    bad: 'Failed',
    stale: 'The flow was changed after this run',
    load: 'Open "{{title}}" in the tab Test',
    download: 'Download the file "{{title}}"',
    remove: 'Delete the case "{{title}}"',
    removeTitle: 'Delete the test case "{{title}}"?',
    removeAction: 'Delete test case',
    removed: 'The test case was deleted',
    place: 'Where',
    expected: 'Expected',
    actual: 'Got',
    nothing: 'nothing',
    saved: 'saved by {{by}}',
    list: 'Test cases',
  },
}
