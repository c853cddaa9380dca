import fc from 'fast-check'

/** A body with the type that it is declared as. */
export interface TypedBody {
  readonly type: string
  readonly body: Buffer
}

const name = fc.constantFrom(
  'a',
  'ma',
  '__proto__',
  'constructor[prototype][x]',
  'a[0][b]',
  'a.b',
  '',
  '%',
  '%E1%BB',
  'é',
  'a'.repeat(300),
)
const value = fc.oneof(
  fc.constantFrom('1', '', '%', '%zz', '%00', '%u1EDF', '+', '%C3%28', 'Nguyễn', '%FF', '&amp;', '=', ';'),
  fc.string({ maxLength: 20, unit: 'binary' }),
)
/** Pairs joined by what may and what may not join them, a few or very many. */
const pairs = fc
  .tuple(
    fc.array(fc.tuple(name, fc.constantFrom('=', '==', ''), value), { maxLength: 8 }),
    fc.constantFrom('&', '&&', ';', '\r\n'),
    fc.constantFrom(1, 1, 1, 40),
  )
  .map(([list, joint, times]) =>
    Array.from({ length: times }, () => list.map((it) => it.join('')).join(joint)).join('&'),
  )

const form = fc
  .tuple(
    fc.constantFrom('', '; charset=utf-8', '; charset=windows-1258', '; charset=utf-16', ';charset', '; boundary=x'),
    pairs,
    fc.constantFrom('utf8' as const, 'latin1' as const),
  )
  .map(
    ([more, text, encoding]): TypedBody => ({
      type: `application/x-www-form-urlencoded${more}`,
      body: Buffer.from(text, encoding),
    }),
  )

const partHead = fc.constantFrom(
  'content-disposition: form-data; name="a"',
  'content-disposition: form-data; name="f"; filename="../../etc/passwd"',
  'content-disposition: form-data; name="f"; filename*=utf-8\'\'%2e%2e%2fetc%2fpasswd',
  'content-disposition: form-data; name="a\r\n x',
  'content-disposition: attachment',
  'content-type: multipart/mixed; boundary=x',
  'content-transfer-encoding: base64',
  `x: ${'y'.repeat(400)}`,
  '',
)
const part = fc.tuple(fc.array(partHead, { maxLength: 3 }), fc.uint8Array({ maxLength: 60 }))
const multipart = fc
  .record({
    boundary: fc.constantFrom('x', '', '"', '--', 'a b', 'x'.repeat(100), '\u00e9'),
    declared: fc.constantFrom('same', 'same', 'other', 'none', 'twice'),
    parts: fc.array(part, { maxLength: 5 }),
    newline: fc.constantFrom('\r\n', '\r\n', '\n', ''),
    end: fc.constantFrom('whole', 'whole', 'missing', 'half', 'twice', 'nested'),
  })
  .map(({ boundary, declared, parts, newline, end }): TypedBody => {
    const line = `--${boundary}${newline}`
    const close = {
      whole: `--${boundary}--`,
      missing: '',
      half: `--${boundary}-`,
      twice: `--${boundary}--${newline}--${boundary}--`,
      nested: line.repeat(20),
    }
    const body = parts.flatMap(([heads, content]) => [
      Buffer.from(`${line}${heads.map((it) => it + newline).join('')}${newline}`),
      Buffer.from(content),
      Buffer.from(newline),
    ])
    const types = {
      same: `; boundary=${boundary}`,
      other: '; boundary=khac',
      none: '',
      twice: `; boundary=${boundary}; boundary=y`,
    }
    return { type: `multipart/form-data${types[declared]}`, body: Buffer.concat([...body, Buffer.from(close[end])]) }
  })

/** Forms as browsers and attackers send them: pairs in the body, and parts with boundaries. */
export const formBodies: fc.Arbitrary<TypedBody> = fc.oneof(form, multipart)
