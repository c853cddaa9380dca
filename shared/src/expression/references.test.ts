import { expect, test } from 'vitest'
import { referencedPaths, referencedSteps } from './references.ts'

for (const [text, expected] of [
  ['HoTen', ['HoTen']],
  ['a.b.c', ['a.b.c']],
  ['a.b[c = 1].d', ['a.b.c', 'a.b.d']],
  ['$$.x & $.y', ['x', 'y']],
  ['{"ten": HoTen, "noi": DiaChi.Xa}', ['HoTen', 'DiaChi.Xa']],
  ['GioiTinh = "1" ? Cha.Ten : Me.Ten', ['GioiTinh', 'Cha.Ten', 'Me.Ten']],
  ['$uppercase($trim(HoTen))', ['HoTen']],
  ['HoSo.{"ma": Ma, "ten": Chu.Ten}', ['HoSo.Ma', 'HoSo.Chu.Ten']],
  ['$map(HoSo, function($h){ $h.Ma & $$.Tinh })', ['HoSo.Ma', 'Tinh']],
  ['HoSo ~> $filter(function($h){ $h.x > 1 })', ['HoSo.x', 'HoSo']],
  ['$filter(HoSo, function($h){ $h.x }).Ma', ['HoSo.x', 'HoSo.Ma']],
  ['$reduce(Phi, function($tong, $p){ $tong + $p.Tien }, 0)', ['Phi', 'Phi.Tien']],
  ['($h := HoSo[0]; $h.Ma & $h.Ngay)', ['HoSo.Ma', 'HoSo.Ngay']],
  ['HoSo^(>Ngay).Ma', ['HoSo.Ngay', 'HoSo.Ma']],
  ['HoSo{Ma: Ten}', ['HoSo.Ma', 'HoSo.Ten']],
  ['HoSo.*', ['HoSo.*']],
  ['**.Ma', ['**.Ma']],
  ['HoSo.Phi.%.Ma', ['HoSo.Ma']],
  ['HoSo@$h.Phi[$h.Ma = Ma]', ['Phi', 'Phi.Ma', 'HoSo.Ma']],
  ['$', ['']],
  ['$string()', ['']],
  ['HoTen.$substringBefore(" ")', ['HoTen']],
  ['$now() & $random()', []],
  ['$steps.gui.ket & $headers.x & $item.y', []],
  ['"chữ" & 1', []],
  ['$exists(a) and b in [c, -d]', ['a', 'b', 'c', 'd']],
  ['`tên có dấu`.b', ['tên có dấu.b']],
] as const)
  test(`${text} reads ${expected.length ? expected.join(', ') || 'the whole body' : 'nothing of the body'}`, () => {
    const paths = referencedPaths(text).map((path) => path.join('.'))
    expect(new Set(paths)).toEqual(new Set(expected))
  })

test('the steps that are read are known by name, or all of them', () => {
  expect(referencedSteps('$steps.gui.ma & $steps.`phan-loai`.x')).toEqual(['gui', 'phan-loai'])
  expect(referencedSteps('$lookup($steps, ten)')).toBe('all')
  expect(referencedSteps('HoTen')).toEqual([])
})
