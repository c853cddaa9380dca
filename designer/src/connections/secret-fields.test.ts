import { expect, test } from 'vitest'
import { formSecrets, KEPT, sentSecrets } from './secret-fields.tsx'

test('secrets that are set are kept unless they are replaced or cleared', () => {
  const start = formSecrets(['password', 'token'])
  expect(start).toEqual({ password: KEPT, token: KEPT })
  expect(sentSecrets(start)).toEqual({})
  expect(sentSecrets({ ...start, password: 'mới', token: null, key: '' })).toEqual({ password: 'mới', token: null })
})
