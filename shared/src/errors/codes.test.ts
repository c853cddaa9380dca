import { describe, expect, test } from 'vitest'
import { apiCodes } from './codes/api.ts'
import { bundleCodes } from './codes/bundle.ts'
import { compensationCodes } from './codes/compensation.ts'
import { connectorCodes } from './codes/connector.ts'
import { dataCodes } from './codes/data.ts'
import { documentCodes } from './codes/document.ts'
import { edxmlCodes } from './codes/edxml.ts'
import { engineCodes } from './codes/engine.ts'
import { fileCodes } from './codes/file.ts'
import { flowCodes } from './codes/flow.ts'
import { gatewayCodes } from './codes/gateway.ts'
import { ldapCodes } from './codes/ldap.ts'
import { mailCodes } from './codes/mail.ts'
import { nationalCodes } from './codes/national.ts'
import { outsideCodes } from './codes/outside.ts'
import { paymentCodes } from './codes/payment.ts'
import { queueCodes } from './codes/queue.ts'
import { signatureCodes } from './codes/signature.ts'
import { soapCodes } from './codes/soap.ts'
import { sqlCodes } from './codes/sql.ts'
import { tableCodes } from './codes/table.ts'
import { transformCodes } from './codes/transform.ts'
import { vxpCodes } from './codes/vxp.ts'
import { waitingCodes } from './codes/waiting.ts'
import { websocketCodes } from './codes/websocket.ts'
import { wireCodes } from './codes/wire.ts'
import { xroadCodes } from './codes/xroad.ts'
import { xsltCodes } from './codes/xslt.ts'
import { errorCodes } from './codes.ts'
import type { ErrorKind } from './flow-error.ts'

const areas = [
  apiCodes,
  bundleCodes,
  compensationCodes,
  connectorCodes,
  dataCodes,
  documentCodes,
  edxmlCodes,
  engineCodes,
  fileCodes,
  flowCodes,
  gatewayCodes,
  outsideCodes,
  paymentCodes,
  queueCodes,
  signatureCodes,
  ldapCodes,
  mailCodes,
  nationalCodes,
  soapCodes,
  sqlCodes,
  tableCodes,
  transformCodes,
  vxpCodes,
  waitingCodes,
  websocketCodes,
  wireCodes,
  xroadCodes,
  xsltCodes,
]
const rows = Object.entries<ErrorKind>(errorCodes)
const parameters = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map((it) => it[1] ?? '').sort()

test('no code stands in two areas, and every area is in the table', () => {
  const all = areas.flatMap((area) => Object.keys(area))
  expect(new Set(all).size).toBe(all.length)
  expect([...all].sort()).toEqual(rows.map(([code]) => code).sort())
})

describe.each(rows)('%s', (code, kind) => {
  const texts = [kind.message.vi, kind.message.en, kind.advice.vi, kind.advice.en]
  test('is named area.reason, and its status is one of an error', () => {
    expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*$/)
    const { status = 500 } = kind
    expect(Number.isInteger(status) && status >= 400 && status <= 599).toBe(true)
  })
  test('says what happened and what to do in both languages, in NFC and without stray spaces', () => {
    for (const text of texts) {
      expect(text.trim()).toBe(text)
      expect(text).not.toBe('')
      expect(text.normalize('NFC')).toBe(text)
      expect(text).not.toMatch(/ {2}|\s[.,;]|\s:(?![\w{])|undefined|TODO/)
    }
  })
  test('ends as sentences do: the advice with a full stop, the message without one', () => {
    expect(kind.advice.vi).toMatch(/[.?!]$/)
    expect(kind.advice.en).toMatch(/[.?!]$/)
    expect(kind.message.vi).not.toMatch(/[.,:;]$/)
    expect(kind.message.en).not.toMatch(/[.,:;]$/)
  })
  test('names the same parameters in both languages', () => {
    expect(parameters(kind.message.vi)).toEqual(parameters(kind.message.en))
    expect(parameters(kind.advice.vi)).toEqual(parameters(kind.advice.en))
  })
})
