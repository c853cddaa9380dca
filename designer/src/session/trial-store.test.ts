import { expect, test } from 'vitest'
import { jsonFaultAt } from './json-place.ts'
import { bodyOf, readSamples, textOfBody } from './sample.ts'
import { chosenSample, createTrialStore } from './trial-store.ts'

const memory = () => {
  const held = new Map<string, string>()
  return {
    held,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  }
}

test('JSON, XML and plain text are told apart, and wrong JSON names its line', () => {
  expect(bodyOf('{"MaHoSo": "001"}')).toEqual({ body: { MaHoSo: '001' } })
  expect(bodyOf('<HoSo/>')).toEqual({ body: '<HoSo/>' })
  expect(bodyOf('12/03/2026')).toEqual({ body: '12/03/2026' })
  expect(bodyOf('  ')).toEqual({ body: null })
  expect(bodyOf('{\n "a": 1,\n "b": x\n}')).toEqual({ wrongLine: 3, wrongColumn: 7, wrongAt: 17 })
})

test('a body comes back as it was after it was shown as text', () => {
  for (const body of [{ a: ['00123'] }, '<x/>', '00123', 'true', 5, null, 'a\nb', '{"not": parsed}'])
    expect(bodyOf(textOfBody(body))).toEqual({ body })
})

test('samples are kept for the flow, messages of real runs are not', () => {
  const storage = memory()
  const first = createTrialStore('thu', storage)
  first.getState().put({ id: 'a', title: 'Mẫu 1', text: '{}', headers: { x: '1' }, kept: true })
  first.getState().put({ id: 'b', title: 'Lần chạy', text: '{"CCCD":"…"}', headers: {}, kept: false })
  expect(chosenSample(first.getState())?.id).toBe('b')
  const later = createTrialStore('thu', storage)
  expect(later.getState().samples.map((it) => it.id)).toEqual(['a'])
  expect(later.getState().samples[0]?.headers).toEqual({ x: '1' })
  expect([...storage.held.values()].join()).not.toContain('CCCD')
  expect(createTrialStore('khac', storage).getState().samples).toEqual([])
})

test('what is not a sample in the storage is left out', () => {
  expect(readSamples('[1, {"id": "a"}, {"id":"b","title":"t","text":"x","headers":{"h":2,"k":"v"}}]')).toEqual([
    { id: 'b', title: 't', text: 'x', headers: { k: 'v' }, kept: true },
  ])
  expect(readSamples('not json')).toEqual([])
})

test('the first place that is not JSON is found', () => {
  const at = (text: string) => text.slice(0, jsonFaultAt(text)).length
  expect(at('{"a": 1 "b": 2}')).toBe(8)
  expect(at('{"a": 1,}')).toBe(8)
  expect(at('[1, 2')).toBe(6 - 1)
  expect(at('{"a": {"b": [], "c": "x}}')).toBe(21)
  expect(at('{"a": 1} x')).toBe(9)
})
