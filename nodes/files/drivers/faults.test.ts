import { expect, test } from 'vitest'
import { networkFault } from './faults.ts'

const fault = (code: string, established: boolean) =>
  networkFault(Object.assign(new Error('x'), { code }), { host: 'may-chu' }, established)?.data

test.each([
  ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', true, 'connect.cut'],
  ['EPROTO', true, 'connect.cut'],
  ['EPROTO', false, 'connect.certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', true, 'connect.certificate'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', true, 'connect.certificate'],
  ['ECONNRESET', false, 'connect.cut'],
  ['ECONNREFUSED', false, 'connect.unreachable'],
])('%s with a line that stands (%s) is %s', (code, established, expected) => {
  expect(fault(code, established)?.code).toBe(expected)
})

test('what is no matter of the network has no name here', () => {
  expect(fault('ENOSPC', true)).toBeUndefined()
})
