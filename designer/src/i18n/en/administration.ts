import type { SameKeys } from '../same-keys.ts'
import type { administration as vi } from '../vi/administration.ts'

/** Accounts and API tokens. */
export const administration: SameKeys<typeof vi> = {
  title: 'Administration',
  role: 'Role',
  roleRights: {
    viewer: 'Sees flows, runs and connections.',
    operator: 'Also: retries and closes runs, pauses flows, tests connections.',
    designer: 'Also: draws, tests and publishes flows, changes code tables.',
    admin: 'Also: connections, accounts, API tokens.',
  },
  notAllowed: {
    title: 'Only administrators may see this',
    text: 'If you need an account or an API token, ask the administrator of your unit.',
  },
  accounts: {
    title: 'Accounts',
    lead: 'A new person signs in by a one-time link first and then sets a password.',
    new: 'New account',
    edit: 'Change account',
    link: 'Make a sign-in link',
    unlock: 'Unlock',
    active: 'Active',
    never: 'Never',
    menu: 'Actions for {{name}}',
    locked: 'The account of {{name}} is locked',
    unlocked: 'The account of {{name}} is unlocked',
    displayName: 'Full name',
    signInName: 'User name',
    signInNameHelp: 'For example: an.nguyen; it cannot be changed later.',
    signInNameForm: 'At least 2 characters: small letters a–z, digits, dots, hyphens, underscores',
    addAndLink: 'Add and make a link',
    columns: {
      name: 'Account',
      state: 'State',
      lastSignIn: 'Last sign-in',
      created: 'Created at',
      actions: 'Actions',
    },
    lock: {
      title: 'Lock the account of {{name}}?',
      body: 'This person is signed out at once and cannot sign in until unlocked.',
      action: 'Lock account',
    },
  },
  tokens: {
    title: 'API tokens',
    lead: 'For other programs that call the admin API. Give each program its own, so that it can be revoked alone.',
    new: 'New API token',
    name: 'Name',
    nameHelp: 'What it is for, on which machine',
    days: 'Days until it expires',
    create: 'Create token',
    columns: { title: 'Token', created: 'Created', expires: 'Expires', lastUsed: 'Last used' },
    empty: { title: 'No API tokens yet', text: 'Create one when another program shall read figures or publish flows.' },
    revoke: {
      title: 'Revoke the token "{{title}}"?',
      body: 'The program that uses it is refused at once.',
      action: 'Revoke',
      done: 'The token was revoked',
    },
  },
  once: {
    done: 'I have kept it',
    link: {
      title: 'One-time sign-in link',
      text: 'Send it to the person privately. It works once and is not shown again.',
    },
    token: {
      title: 'New API token',
      text: 'Copy it now and keep it in a safe place. It cannot be shown again.',
    },
  },
}
