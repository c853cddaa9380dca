import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { testCertificate } from '#nodes/testing/certificate.ts'
import { type DirectoryServer, startSlapd, withSlapd } from '#nodes/testing/directory-server.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const S = 'dc=tinh,dc=gov,dc=vn'
const unit = (ou: string): string => `dn: ou=${ou},${S}\nobjectClass: organizationalUnit\nou: ${ou}\n`
let server: DirectoryServer | undefined
const there = (): DirectoryServer => {
  if (!server) throw new Error('the directory is not there')
  return server
}

/** Sends one message and closes what was opened; a fault comes back as its data. */
async function change(settings: object, body: unknown = {}, attempt = 1, password = there().secrets.password ?? '') {
  const partners = realPartners([handle('ldap', there().values('tls'), { password }, 'thu-muc')], { attempt })
  const node = testNode({ definition, run }, { connection: 'thu-muc', ...settings }, partners)
  const result = await node.send(body).catch(toErrorData)
  await partners.close()
  return result
}

const done = (changed: boolean, more: object = {}) => ({ port: 'out', message: { body: { changed, ...more } } })
const at = (dn: string) => ({ dn: `${dn},ou=can-bo,${S}` })
const set = (name: string, value: unknown, how = 'replace') => ({ name, value, how })
const person = (uid: string, more: readonly object[] = []) => ({
  action: 'add',
  dn: `uid={ma},ou=can-bo,${S}`,
  params: [{ name: 'ma', value: uid }],
  attributes: [set('objectClass', 'inetOrgPerson'), set('cn', 'Nguyễn Thị Thu Hà'), set('sn', 'Nguyễn'), ...more],
})

describe('with OpenLDAP', () => {
  beforeAll(async () => {
    // Skipped tests leave nothing to start.
    server = await startSlapd([unit('can-bo'), unit('nghi-huu'), unit('kin')].join('\n'), testCertificate, [
      'ou=can-bo',
      'ou=nghi-huu',
    ]).catch(() => undefined)
  })
  afterAll(() => server?.stop())

  withSlapd('an entry is added, the very same again is a success, another one of its name is an error', async () => {
    expect(await change(person('them'))).toMatchObject(done(true, { dn: `uid=them,ou=can-bo,${S}`, action: 'add' }))
    expect(await change(person('them'), {}, 2)).toMatchObject(done(false))
    expect(await change(person('them'))).toMatchObject(done(false))
    const other = await change(person('them', [set('mail', 'khac@tinh.gov.vn')]), {}, 2)
    expect(other).toMatchObject({ code: 'ldap.exists', side: 'data' })
  })

  withSlapd('signs in a value stay letters of one name, and parameters that are empty are refused', async () => {
    const dn = `uid=a\\2cou\\3dkin,ou=can-bo,${S}`
    expect(await change(person('a,ou=kin'))).toMatchObject(done(true, { dn }))
    expect(await change({ action: 'delete', dn: '{dn}', params: [{ name: 'dn', value: dn }] })).toMatchObject(
      done(true),
    )
    expect(await change(person(''))).toMatchObject({ code: 'ldap.parameter' })
  })

  withSlapd('values are replaced, added, removed and cleared, and doing it again changes nothing', async () => {
    await change(person('sua', [set('mail', 'cu@tinh.gov.vn')]))
    const modify = (...attributes: object[]) => change({ action: 'modify', ...at('uid=sua'), attributes })
    expect(await modify(set('mail', { expr: '["a@x.vn", "b@x.vn"]' }), set('title', null))).toMatchObject(done(true))
    expect(await modify(set('mail', 'c@x.vn', 'add'))).toMatchObject(done(true))
    expect(await modify(set('mail', 'c@x.vn', 'add'))).toMatchObject(done(false))
    // One part is done already: the rest is still done.
    expect(await modify(set('mail', 'c@x.vn', 'add'), set('title', 'Chuyên viên'))).toMatchObject(done(true))
    expect(await modify(set('mail', 'a@x.vn', 'delete'))).toMatchObject(done(true))
    expect(await modify(set('mail', 'a@x.vn', 'delete'))).toMatchObject(done(false))
    expect(await modify(set('mail', null, 'add'))).toMatchObject(done(false))
    const now = {
      ...person('sua'),
      attributes: [
        ...person('sua').attributes,
        set('mail', { expr: '["b@x.vn", "c@x.vn"]' }),
        set('title', 'Chuyên viên'),
      ],
    }
    expect(await change(now)).toMatchObject(done(false))
  })

  withSlapd('a list that is typed as a literal, as a JSON array or in lines, is several values', async () => {
    await change(person('nhieu'))
    const modify = (...attributes: object[]) => change({ action: 'modify', ...at('uid=nhieu'), attributes })
    for (const typed of ['["a@x.vn", "b@x.vn"]', 'a@x.vn\nb@x.vn\n', ['a@x.vn', 'b@x.vn']]) {
      expect(await modify(set('mail', null))).toMatchObject({ port: 'out' })
      expect(await modify(set('mail', typed))).toMatchObject(done(true))
      // Each is a value of its own in the directory: one that is not there could not be taken away.
      expect(await modify(set('mail', 'a@x.vn', 'delete'))).toMatchObject(done(true))
      expect(await modify(set('mail', 'b@x.vn', 'delete'))).toMatchObject(done(true))
    }
    expect(await modify(set('title', '[phó phòng'))).toMatchObject(done(true))
    expect(await modify(set('mail', '[{"a": 1}]'))).toMatchObject({ code: 'ldap.parameter' })
  })

  withSlapd('an entry is renamed, moved and deleted; what is so already is a success', async () => {
    await change(person('ten-cu'))
    const rename = {
      action: 'rename',
      ...at('uid=ten-cu'),
      newDn: 'uid={moi}',
      params: [{ name: 'moi', value: 'tên, mới' }],
    }
    expect(await change(rename)).toMatchObject(done(true))
    expect(await change(rename)).toMatchObject(done(false))
    const move = { action: 'rename', ...at('uid=tên\\2c mới'), newDn: `uid=nghi,ou=nghi-huu,${S}` }
    expect(await change(move)).toMatchObject(done(true))
    expect(await change(move)).toMatchObject(done(false))
    const gone = { action: 'delete', dn: `uid=nghi,ou=nghi-huu,${S}` }
    expect(await change(gone)).toMatchObject(done(true))
    expect(await change(gone)).toMatchObject(done(false))
    expect(await change({ ...move, newDn: 'uid=khong-ai' })).toMatchObject({ code: 'ldap.no-entry' })
  })

  withSlapd('each refusal says whose matter it is', async () => {
    await change(person('loi'))
    const modify = (dn: string, ...attributes: object[]) => change({ action: 'modify', dn, attributes })
    const here = `uid=loi,ou=can-bo,${S}`
    expect(await modify(`uid=khong-co,ou=can-bo,${S}`, set('mail', 'x'))).toMatchObject({
      code: 'ldap.no-entry',
      side: 'data',
    })
    expect(await modify(here, set('khongCo', 'x'))).toMatchObject({ code: 'ldap.rules', side: 'data' })
    expect(await modify(here, set('sn', null))).toMatchObject({ code: 'ldap.rules' })
    expect(await modify(S, set('o', 'x'))).toMatchObject({ code: 'ldap.denied', side: 'ours' })
    expect(await modify('không phải DN', set('o', 'x'))).toMatchObject({ code: 'ldap.bad-dn' })
    expect(await change({ action: 'delete', ...at('uid=loi') }, {}, 1, 'sai')).toMatchObject({ code: 'ldap.auth' })
  })

  withSlapd(
    'a password is set and shown nowhere, and an account with one is only taken for ours on a later try',
    async () => {
      const secret = 'Bí-mật 2026!'
      const account = person('mat-khau', [set('userPassword', { field: 'mk' })])
      const made = await change(account, { mk: secret })
      expect(made).toMatchObject(done(true))
      expect(JSON.stringify(made)).not.toContain(secret)
      expect(await change(account, { mk: secret })).toMatchObject({ code: 'ldap.exists' })
      expect(await change(account, { mk: secret }, 2)).toMatchObject(done(false))
      const settings = definition.settings.parse({ connection: 'thu-muc', ...account })
      const wrong = await change(
        { action: 'modify', ...at('uid=mat-khau'), attributes: [set('pwdLa', { field: 'mk' })] },
        { mk: secret },
      )
      expect(wrong).toMatchObject({ code: 'ldap.rules' })
      expect(JSON.stringify([settings, wrong])).not.toContain(secret)
    },
  )
})

test('a new name and attributes are asked for where they are needed', () => {
  const wrong = (settings: object) =>
    definition.settings
      .safeParse({ connection: 'x', dn: 'y', ...settings })
      .error?.issues.map(({ path }) => path.join())
  expect(wrong({ action: 'rename' })).toEqual(['newDn'])
  expect(wrong({ action: 'add' })).toEqual(['attributes'])
  expect(wrong({ action: 'delete' })).toBeUndefined()
})
