import { expect, test } from 'vitest'
import { countFields } from './compare-results.ts'

const mapping = [{ target: 'ma' }, { target: 'giay' }]

test('fields that changed, are empty or failed are counted once a sample', () => {
  const results = [
    {
      run: '1',
      made: { body: { ma: '01', giay: [{ ten: 'a' }, { ten: '' }] } },
      before: { ma: '01', giay: [{ ten: 'a' }], giu: 1 },
    },
    { run: '2', made: { body: { ma: '', giay: [] } }, before: { ma: '02', giay: [] } },
    { run: '3', made: { fault: 'mapping.missing', field: 'giay[3].ten' }, before: { ma: '03' } },
    { run: '4', made: { body: { ma: '04', giay: [] } }, before: undefined },
  ]
  expect(countFields(mapping, results)).toEqual([
    { field: 'ma', changed: 1, empty: 1, failed: 0 },
    { field: 'giay[].ten', changed: 1, empty: 1, failed: 1 },
    { field: 'giay', changed: 0, empty: 2, failed: 0 },
  ])
})

test('a field that is no longer made counts as changed, one that the node keeps beside the mapping does not', () => {
  const results = [{ run: '1', made: { body: { ma: '01' } }, before: { ma: '01', giay: ['x'], khac: 'y' } }]
  expect(countFields(mapping, results).filter((it) => it.changed > 0)).toEqual([
    { field: 'giay[]', changed: 1, empty: 0, failed: 0 },
  ])
})
