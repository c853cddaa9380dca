import type { SameKeys } from '../same-keys.ts'
import type { app as vi } from '../vi/app.ts'

/** The frame of the designer: rail, sign-in, command palette. */
export const app: SameKeys<typeof vi> = {
  skip: 'Skip to the content',
  language: 'Language',
  places: {
    label: 'Main sections',
    flows: 'Flows',
    runs: 'Runs',
    inbox: 'Error inbox',
    connections: 'Connections',
    tables: 'Code tables',
    simulators: 'Simulators',
    administration: 'Administration',
  },
  rail: { widen: 'Widen the side bar', narrow: 'Narrow the side bar' },
  roles: { viewer: 'Viewer', operator: 'Operator', designer: 'Designer', admin: 'Administrator' },
  user: { menu: 'Account of {{name}}', password: 'Change password', signOut: 'Sign out' },
  scheme: { label: 'Appearance', light: 'Light', dark: 'Dark', auto: 'System' },
  offline: {
    title: 'The server cannot be reached.',
    text: 'What is on screen is as of {{time}}; reconnecting by itself.',
    retry: 'Try now',
  },
  palette: {
    open: 'Quick search',
    placeholder: 'Find a flow, a connection, a dossier code…',
    places: 'Go to',
    findRun: 'Find runs with "{{text}}"',
    findRunHint: 'By business key or run id',
  },
  signIn: {
    title: 'Sign in',
    lead: 'Use the account that your administrator gave you.',
    linkSpent: 'This sign-in link was used or has expired. Sign in with your password, or ask for a new link.',
    name: 'User name',
    password: 'Password',
    showPassword: 'Show or hide the password',
    submit: 'Sign in',
    expired: 'Your session has ended',
    expiredLead: 'Sign in again to go on. Everything on your screen is kept.',
    other: 'Sign in with another account',
  },
  password: {
    first: 'Welcome, {{name}}. Set a password for the next times.',
    current: 'Current password',
    new: 'New password',
    again: 'New password again',
    rule: 'At least {{count}} characters; a long sentence that you remember is best.',
    tooShort: 'At least {{count}} characters are needed',
    different: 'The two are not the same',
    submit: 'Set the password',
    done: 'The password was changed',
  },
  screenError: 'Something went wrong',
  notFound: {
    title: 'There is no such page',
    text: 'The address is wrong, or the item was deleted.',
  },
}
