import { expect, test } from 'vitest'
import type { User } from '#shared/api/platform.ts'
import { createAccountStore, holds } from './account-store.ts'

const user = (name: string, role: User['role'] = 'designer'): User => ({
  name,
  displayName: name,
  role,
  unit: 'mac-dinh',
  mustSetPassword: false,
})

test('calls that met an ended session go on together after the same person signs in', async () => {
  const store = createAccountStore(() => undefined)
  store.signedIn(user('an'))
  const waits = [store.waitForSignIn(), store.waitForSignIn()]
  expect(store.getState().phase).toBe('expired')
  store.signedIn(user('an'))
  expect(await Promise.all(waits)).toEqual([true, true])
})

test('when somebody else signs in, the waiting calls of the first person are not sent', async () => {
  let others = 0
  const store = createAccountStore(() => others++)
  store.signedIn(user('an'))
  const wait = store.waitForSignIn()
  store.signedIn(user('binh'))
  expect(await wait).toBe(false)
  expect(others).toBe(1)
})

test('without anybody signed in the sign-in page is shown at once', async () => {
  const store = createAccountStore(() => undefined)
  expect(await store.waitForSignIn()).toBe(false)
  expect(store.getState().phase).toBe('out')
})

test('rights follow the role', () => {
  const store = createAccountStore(() => undefined)
  expect(holds(store.getState(), 'viewer')).toBe(false)
  store.signedIn(user('an', 'operator'))
  expect(holds(store.getState(), 'operator')).toBe(true)
  expect(holds(store.getState(), 'designer')).toBe(false)
})
