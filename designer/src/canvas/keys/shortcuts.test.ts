import { expect, test } from 'vitest'
import { keysText, shortcutOf, shortcuts } from './shortcuts.ts'

const press = (key: string, held: { ctrl?: boolean; alt?: boolean; shift?: boolean; meta?: boolean } = {}) =>
  shortcutOf({
    key,
    ctrlKey: held.ctrl ?? false,
    altKey: held.alt ?? false,
    shiftKey: held.shift ?? false,
    metaKey: held.meta ?? false,
  })?.action

test('no two shortcuts have the same keys', () => {
  const keys = shortcuts.map((shortcut) => shortcut.keys)
  expect(new Set(keys).size).toBe(keys.length)
})

test('letters mean the same with capitals, and Shift makes another shortcut', () => {
  expect(press('Z', { ctrl: true, shift: true })).toBe('redo')
  expect(press('z', { ctrl: true })).toBe('undo')
  expect(press('Z', { ctrl: true })).toBe('undo')
  expect(press('D', { shift: true })).toBeUndefined()
})

test('signs are found whatever Shift the keyboard needs for them', () => {
  expect(press('?', { shift: true })).toBe('shortcuts')
  expect(press('/')).toBe('addHere')
  expect(press('+', { shift: true })).toBe('zoomIn')
})

test('Command on a Mac counts as Ctrl', () => {
  expect(press('z', { meta: true })).toBe('undo')
})

test('keys read as people write them', () => {
  expect(keysText('Ctrl+Shift+z')).toBe('Ctrl + Shift + Z')
  expect(keysText('+')).toBe('+')
  expect(keysText('Alt+ArrowLeft')).toBe('Alt + ←')
})
