import { expect, test } from 'vitest'
import { fieldAt } from './body-schema.ts'
import { editedSchema, maskedSchema } from './edited-schema.ts'

const text = { type: 'string' }
const paper = {
  type: 'object',
  properties: { Ten: text, So: { type: 'number' } },
  required: ['Ten'],
  additionalProperties: false,
}
const dossier = {
  type: 'object',
  properties: {
    Ma: text,
    ChuHoSo: { type: 'object', properties: { Ten: text }, required: ['Ten'] },
    GiayTo: { type: 'array', items: paper },
  },
  required: ['Ma', 'ChuHoSo'],
  additionalProperties: false,
}
const found = (settings: Readonly<Record<string, unknown>>, path: string, into: object = dossier) =>
  fieldAt(editedSchema(settings, { ...into }), path.split('.'))

test('a set field is known by its value, a formula is not, and a condition makes it uncertain', () => {
  expect(found({ edits: [{ path: 'Moi.Ten', value: { field: 'ChuHoSo.Ten' } }] }, 'Moi.Ten')).toEqual({
    is: 'sure',
    schema: text,
  })
  expect(found({ edits: [{ path: 'So', value: 5 }] }, 'So').schema).toEqual({ type: 'number' })
  expect(found({ edits: [{ path: 'So', value: { expr: '1 + 1' } }] }, 'So')).toEqual({ is: 'sure', schema: {} })
  expect(found({ edits: [{ path: 'So', value: 5, when: 'Ma = "1"' }] }, 'So').is).toBe('maybe')
  expect(found({ edits: [{ path: 'So', value: { field: 'x' } }], missing: 'skip' }, 'So').is).toBe('maybe')
})

test('a removed or renamed field certainly does not come any more, also inside lists', () => {
  expect(found({ edits: [{ do: 'remove', path: 'Ma' }] }, 'Ma').is).toBe('absent')
  expect(found({ edits: [{ do: 'remove', path: 'GiayTo.So' }] }, 'GiayTo.So').is).toBe('absent')
  const renamed = { edits: [{ do: 'rename', path: 'GiayTo.Ten', name: 'TenGiayTo' }] }
  // The list may stay away, so its fields may too.
  expect([found(renamed, 'GiayTo.Ten').is, found(renamed, 'GiayTo.TenGiayTo')]).toEqual([
    'absent',
    { is: 'maybe', schema: text },
  ])
  const moved = { edits: [{ do: 'move', path: 'ChuHoSo.Ten', to: 'NguoiNop' }] }
  expect([found(moved, 'ChuHoSo.Ten').is, found(moved, 'NguoiNop')]).toEqual(['unknown', { is: 'sure', schema: text }])
})

test('of a body that is not known nothing is claimed but what was written', () => {
  const settings = {
    edits: [
      { do: 'remove', path: 'a' },
      { path: 'b', value: 'x' },
    ],
    keep: 'all',
  }
  expect(found(settings, 'a', {}).is).toBe('unknown')
  expect(found(settings, 'b', {})).toEqual({ is: 'sure', schema: text })
  expect(found({ keep: 'only', only: [{ path: 'a' }] }, 'b', {}).is).toBe('unknown')
})

test('keep-only closes the body: what is neither listed nor written does not come', () => {
  const settings = { keep: 'only', only: [{ path: 'GiayTo.Ten' }], edits: [{ path: 'Moi', value: 1 }] }
  expect(['Ma', 'GiayTo.So', 'ChuHoSo'].map((path) => found(settings, path).is)).toEqual(['absent', 'absent', 'absent'])
  expect(['GiayTo.Ten', 'Moi'].map((path) => found(settings, path).is)).toEqual(['maybe', 'sure'])
})

test('drafts may hold anything', () => {
  for (const edits of [
    undefined,
    'x',
    [1, null, { path: 7 }, { do: 'rename', path: 'Ma' }, { do: 'move', path: 'Ma' }, { path: 'Ma', value: {} }],
  ])
    expect(editedSchema({ edits, keep: 'only', only: [null, {}] }, dossier)).toMatchObject({ type: 'object' })
})

test('a masked field is text, a dropped one does not come', () => {
  const fields = [{ path: 'GiayTo.So' }, { path: 'Ma', how: 'drop' }, { path: 'La' }, null]
  const at = (path: string) => fieldAt(maskedSchema(fields, dossier), path.split('.'))
  expect([at('GiayTo.So').schema, at('Ma').is, at('La').is]).toEqual([text, 'absent', 'absent'])
})
