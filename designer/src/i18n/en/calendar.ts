import type { SameKeys } from '../same-keys.ts'
import type { calendar as vi } from '../vi/calendar.ts'

/** The working calendar. */
export const calendar: SameKeys<typeof vi> = {
  title: 'Working calendar',
  lead: 'Holidays, the lunar New Year, made-up days and office hours, shared by schedules, the Delay node and formulas for deadlines.',
  open: 'Working calendar',
  back: 'Code tables',
  saved: 'The working calendar was saved. Messages under way still count by the calendar of when they came in.',
  import: 'Import CSV',
  export: 'Export CSV',
  refused: 'Lines that are no day of {{year}} or say neither "off" nor "work" were left out: {{lines}}.',
  noWorkingTime: 'The week needs at least one working day.',
  previousYear: 'Previous year',
  nextYear: 'Next year',
  workingDays: '{{days}} working days',
  confirmed: 'Confirmed',
  computed: '{{year}} is not confirmed: days off follow the Labour Code and the lunar calendar',
  confirm: 'Confirm {{year}}',
  backToLaw: 'Unconfirm, follow the law',
  month: 'Month {{month}}/{{year}}',
  special: 'Days off and made-up days',
  nameOf: 'Name of {{day}}',
  namePlaceholder: 'Reason, such as the notice that swaps the days',
  states: { working: 'Working', rest: 'Weekly rest', off: 'Day off', 'made-up': 'Made up' },
  short: { mon: 'Mo', tue: 'Tu', wed: 'We', thu: 'Th', fri: 'Fr', sat: 'Sa', sun: 'Su' },
  weekdays: {
    mon: 'Monday',
    tue: 'Tuesday',
    wed: 'Wednesday',
    thu: 'Thursday',
    fri: 'Friday',
    sat: 'Saturday',
    sun: 'Sunday',
  },
  hours: {
    title: 'Office hours',
    note: 'The default hours are usual ones, not law: set those of your province or ministry. Blank means off.',
    off: 'Off',
    wrong: 'Write it like 07:30–11:30, 13:30–17:00',
    usual: 'Back to the default hours',
  },
}
