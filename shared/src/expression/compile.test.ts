import { expect, test } from 'vitest'
import { checkExpression, compileExpression } from './compile.ts'
import { ExpressionError } from './errors.ts'
import { scopeOf } from './testing/answers.ts'

const message = scopeOf(
  { MaHoSo: 'H56.14-250705-0001', HoTen: 'Trần Thị Bình', GiayTo: [{ loai: 'A', so: '00123' }] },
  {
    headers: { 'content-type': 'application/json' },
    keys: { maHoSo: 'H56.14-250705-0001' },
    steps: { gui: { ket: 'OK' }, 'phan-loai': { nhom: 2 } },
    vars: { item: { ten: 'x' }, index: 3, error: { code: 'connect.timeout' } },
  },
)
const both = async (text: string, scope = message): Promise<unknown> => {
  const fast = compileExpression(text)
  expect(fast.fast, text).toBe(true)
  const value = fast.evaluate(scope)
  expect(value).not.toBeInstanceOf(Promise)
  expect(await compileExpression(text, { path: 'library' }).evaluate(scope)).toEqual(value)
  return value
}

test('an expression sees body, headers, keys, steps, run and extra variables', async () => {
  expect(await both('MaHoSo')).toBe('H56.14-250705-0001')
  expect(await both('$headers.`content-type`')).toBe('application/json')
  expect(await both('$keys.maHoSo')).toBe('H56.14-250705-0001')
  expect(await both('$steps.gui.ket & $steps.`phan-loai`.nhom')).toBe('OK2')
  expect(await both('$run.id & $run.flow & $run.at')).toBe('run-1dong-bo2025-07-01T08:30:00+07:00')
  expect(await both('$item.ten & $index & $error.code & $vars.index')).toBe('x3connect.timeout3')
})

test('$keys is the business keys as a value and the function when called', async () => {
  expect(await both('$keys($keys)')).toBe('maHoSo')
  expect(await both('GiayTo ~> $keys()')).toEqual(['loai', 'so'])
  expect(await both('$map(GiayTo, $keys)')).toEqual(['loai', 'so'])
})

test('steps may be backed by getters and only those asked for are read', () => {
  const steps: Record<string, unknown> = Object.create(null, {
    a: { get: () => ({ x: 1 }), enumerable: true },
    b: {
      get: () => {
        throw new Error('read')
      },
      enumerable: true,
    },
  })
  expect(compileExpression('$steps.a.x').evaluate(scopeOf({}, { steps }))).toBe(1)
})

test('codes keep their leading zeros', async () => {
  expect(await both('GiayTo.so')).toBe('00123')
  expect(await both('{"so": GiayTo[0].so, "ds": [GiayTo.so]}')).toEqual({ so: '00123', ds: ['00123'] })
})

test('a syntax fault has a code, a place and a sentence in both languages', () => {
  expect(checkExpression('HoTen & ')).toEqual({
    code: 'S0207',
    position: 8,
    message: {
      vi: 'Công thức chưa viết xong (ký tự thứ 8)',
      en: 'The expression is not complete (character 8)',
    },
    token: '(end)',
  })
  expect(() => compileExpression('a[')).toThrow(ExpressionError)
  expect(checkExpression('$uppercase(HoTen)')).toBe(undefined)
})

test('an unknown function is told while writing, with the nearest known one', () => {
  expect(checkExpression('$chuanHao(HoTen)')?.message.vi).toContain('Có phải ý bạn là $chuanHoa?')
  expect(checkExpression('uppercase(HoTen)')?.message.en).toContain('Did you mean $uppercase?')
  expect(checkExpression('$xyzzy(HoTen)')).toMatchObject({ code: 'expression.unknown-function', position: 7 })
  expect(checkExpression('($f := function($x){ $x }; $f(1))')).toBe(undefined)
})

test('a date pattern or an encoding that can never work is told while writing', () => {
  for (const [text, hint] of [
    ['$docNgay(Ngay, "dd/mm/yyyy")', 'tháng viết là "MM"'],
    ['$vietNgay(Ngay, "dd/MM/yyyy hh:mm")', 'giờ kiểu 24 viết là "HH"'],
    ['Ngay ~> $formatDate("HH:MM")', undefined],
    ['{"a": $formatDate(Ngay, "HH:MM")}', 'phút viết là "mm"'],
    ['$sangUnicode(Ten, "vps")', 'tcvn3, vni'],
    ['$sangUnicode(Ten, BangMa)', undefined],
    ['$docNgay(Ngay, "dd/MM/yyyy")', undefined],
    ['($docNgay := function($x, $y){ $y }; $docNgay(1, "dd/mm"))', undefined],
  ] as const) {
    const problem = checkExpression(text)
    if (hint === undefined) expect(problem, text).toBe(undefined)
    else {
      expect(problem?.message.vi, text).toContain(hint)
      expect(problem?.position, text).toBeGreaterThan(0)
    }
  }
})

test('a fault while evaluating names place and function and shows only the shape of the data', async () => {
  for (const path of [{}, { path: 'library' }] as const) {
    const thrown = await Promise.resolve()
      .then(() => compileExpression('1 + $number(HoTen)', path).evaluate(message))
      .catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(ExpressionError)
    const problem = JSON.parse(JSON.stringify(thrown))
    expect(problem).toMatchObject({ code: 'D3030', position: 12, token: 'number' })
    expect(problem.message.vi).toContain('Không đổi thành số được: chữ dạng "aaaa aaa aaaa"')
    expect(JSON.stringify(thrown)).not.toContain('Bình')
  }
})

test("the author's own sentence of $error and $assert comes through", () => {
  expect(() => compileExpression('$error("Thiếu mã hồ sơ")').evaluate(message)).toThrow('Thiếu mã hồ sơ')
  expect(() => compileExpression('$assert(false, "Sai {token}")').evaluate(message)).toThrow('Sai {token}')
})

test('an infinite number is a fault, never a silent null', async () => {
  for (const text of ['1 / 0', '{"a": 1 / 0}', '[1].(1 / 0)', '{"a": [1 / 0]}', '$map([1, 2], function($x){ $x / 0 })'])
    for (const path of [{}, { path: 'library' }] as const)
      await expect(async () => compileExpression(text, path).evaluate(message), text).rejects.toMatchObject({
        code: 'D1001',
      })
})

test('a function as the result is a fault that says what is probably missing', async () => {
  for (const text of ['$uppercase', '[$uppercase]', 'function($x){ $x }'])
    await expect(async () => compileExpression(text).evaluate(message)).rejects.toMatchObject({
      code: 'expression.function-result',
    })
})

test('results are plain data without the marks of JSONata', async () => {
  for (const text of ['GiayTo.so[]', '{"a": GiayTo.so[]}', '[1..3]', '($x := [1..2]; {"a": $x})', 'GiayTo.[so]'])
    for (const path of [{}, { path: 'library' }] as const) {
      const value: unknown = await compileExpression(text, path).evaluate(message)
      expect(structuredClone(value), text).toStrictEqual(value)
      expect(JSON.parse(JSON.stringify(value)), text).toStrictEqual(value)
    }
})

test('the constant parts of an expression are not shared between two results', () => {
  const compiled = compileExpression('{"ds": [1, 2]}')
  const first = compiled.evaluate(message) as { ds: number[] }
  first.ds.push(3)
  expect(compiled.evaluate(message)).toEqual({ ds: [1, 2] })
})
