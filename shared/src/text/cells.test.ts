import { expect, test } from 'vitest'
import { parseCells } from './cells.ts'

test('cells from a spreadsheet stay text, leading zeros included', () => {
  expect(parseCells('001\tXã Tân An\r\n002\tXã "Bình"\r\n')).toEqual([
    ['001', 'Xã Tân An'],
    ['002', 'Xã "Bình"'],
  ])
})

test('CSV with quotes, line breaks inside cells and a byte order mark is read', () => {
  expect(parseCells('\uFEFFMã,Tên\n01,"Sở A, phòng ""B""\ndòng hai"\n')).toEqual([
    ['Mã', 'Tên'],
    ['01', 'Sở A, phòng "B"\ndòng hai'],
  ])
  expect(parseCells('01;Một, hai;ba')).toEqual([['01', 'Một, hai', 'ba']])
})
