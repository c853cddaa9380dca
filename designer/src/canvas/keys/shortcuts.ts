/** What a key does; the words are `canvas:keys.<action>`. */
export type Action =
  | 'quickAdd'
  | 'addHere'
  | 'open'
  | 'focusLeft'
  | 'focusRight'
  | 'focusUp'
  | 'focusDown'
  | 'nudgeLeft'
  | 'nudgeRight'
  | 'nudgeUp'
  | 'nudgeDown'
  | 'leapLeft'
  | 'leapRight'
  | 'leapUp'
  | 'leapDown'
  | 'wire'
  | 'wireFrom'
  | 'checkWire'
  | 'breakpoint'
  | 'delete'
  | 'deleteRejoin'
  | 'undo'
  | 'redo'
  | 'history'
  | 'duplicate'
  | 'selectAll'
  | 'disable'
  | 'rename'
  | 'zoomFull'
  | 'fitAll'
  | 'fitSelection'
  | 'zoomIn'
  | 'zoomOut'
  | 'tidy'
  | 'find'
  | 'findNext'
  | 'group'
  | 'ungroup'
  | 'expandGroups'
  | 'collapseGroups'
  | 'chooseGroup'
  | 'addNote'
  | 'extract'
  | 'alignLeft'
  | 'alignTop'
  | 'spreadAcross'
  | 'spreadDown'
  | 'openCalled'
  | 'links'
  | 'nextProblem'
  | 'previousProblem'
  | 'save'
  | 'shortcuts'
  | 'escape'

/** Actions that have words of their own; the other arrows are told by one line each. */
export type NamedAction = Exclude<Action, `${'nudge' | 'leap'}${'Left' | 'Up' | 'Down'}`>

/** One way to press an action. `canvas`: only while the focus is on the canvas, so that letters stay letters elsewhere. */
export interface Shortcut {
  readonly action: Action
  readonly keys: string
  readonly canvas: boolean
}

const onCanvas = (action: Action, ...keys: readonly string[]): readonly Shortcut[] =>
  keys.map((it) => ({ action, keys: it, canvas: true }))
const anywhere = (action: Action, ...keys: readonly string[]): readonly Shortcut[] =>
  keys.map((it) => ({ action, keys: it, canvas: false }))

/** Every key of the editor. Copy, cut and paste come as the browser's own events, which also work without a secure context. */
export const shortcuts: readonly Shortcut[] = [
  ...onCanvas('quickAdd', 'Tab'),
  ...onCanvas('addHere', '/'),
  ...onCanvas('open', 'Enter', 'Shift+Enter'),
  ...onCanvas('focusLeft', 'ArrowLeft'),
  ...onCanvas('focusRight', 'ArrowRight'),
  ...onCanvas('focusUp', 'ArrowUp'),
  ...onCanvas('focusDown', 'ArrowDown'),
  ...onCanvas('nudgeLeft', 'Alt+ArrowLeft'),
  ...onCanvas('nudgeRight', 'Alt+ArrowRight'),
  ...onCanvas('nudgeUp', 'Alt+ArrowUp'),
  ...onCanvas('nudgeDown', 'Alt+ArrowDown'),
  ...onCanvas('leapLeft', 'Alt+Shift+ArrowLeft'),
  ...onCanvas('leapRight', 'Alt+Shift+ArrowRight'),
  ...onCanvas('leapUp', 'Alt+Shift+ArrowUp'),
  ...onCanvas('leapDown', 'Alt+Shift+ArrowDown'),
  ...onCanvas('wire', 'c'),
  ...onCanvas('wireFrom', 'Shift+c'),
  ...onCanvas('checkWire', 'w'),
  ...onCanvas('breakpoint', 'b'),
  ...onCanvas('delete', 'Delete', 'Backspace'),
  ...onCanvas('deleteRejoin', 'Ctrl+Delete', 'Ctrl+Backspace'),
  ...anywhere('undo', 'Ctrl+z'),
  ...anywhere('redo', 'Ctrl+Shift+z', 'Ctrl+y'),
  ...anywhere('history', 'Ctrl+h'),
  ...onCanvas('duplicate', 'Ctrl+d'),
  ...onCanvas('selectAll', 'Ctrl+a'),
  ...onCanvas('disable', 'd'),
  ...onCanvas('rename', 'F2'),
  ...anywhere('find', 'Ctrl+f'),
  ...anywhere('findNext', 'F3'),
  ...anywhere('group', 'Ctrl+g'),
  ...anywhere('ungroup', 'Ctrl+Shift+g'),
  ...onCanvas('expandGroups', 'Alt+g'),
  ...onCanvas('collapseGroups', 'Alt+Shift+g'),
  ...onCanvas('chooseGroup', 'g'),
  ...onCanvas('addNote', 'n'),
  ...onCanvas('extract', 'e'),
  ...onCanvas('alignLeft', 'Ctrl+ArrowLeft'),
  ...onCanvas('alignTop', 'Ctrl+ArrowUp'),
  ...onCanvas('spreadAcross', 'Ctrl+ArrowRight'),
  ...onCanvas('spreadDown', 'Ctrl+ArrowDown'),
  ...onCanvas('openCalled', 'Alt+Enter'),
  ...onCanvas('links', 'l'),
  ...onCanvas('zoomFull', '0'),
  ...onCanvas('fitAll', '1'),
  ...onCanvas('fitSelection', '2'),
  ...onCanvas('zoomIn', '+', '='),
  ...onCanvas('zoomOut', '-'),
  ...anywhere('tidy', 'Ctrl+Shift+l'),
  ...anywhere('nextProblem', 'F8'),
  ...anywhere('previousProblem', 'Shift+F8'),
  ...anywhere('save', 'Ctrl+s'),
  ...onCanvas('shortcuts', '?'),
  ...onCanvas('escape', 'Escape'),
]

/** What a key event is called in the table: `Ctrl+Shift+z`. On a Mac, Command counts as Ctrl. */
export function keysOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  // The sign that Shift makes (`?`, `+`) is its own key; with a letter or a named key Shift counts.
  const shift = event.shiftKey && (key.length > 1 || /[a-z]/.test(key))
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', shift ? 'Shift' : '', key]
    .filter((part) => part !== '')
    .join('+')
}

const byKeys = new Map(shortcuts.map((shortcut) => [shortcut.keys, shortcut]))

/** The shortcut of a key event; undefined when the key means nothing to us. */
export function shortcutOf(event: Parameters<typeof keysOf>[0]): Shortcut | undefined {
  return byKeys.get(keysOf(event))
}

const signs: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Escape: 'Esc',
}

/** The keys as people read them: `Ctrl + Shift + Z`. */
export function keysText(keys: string): string {
  return keys
    .split(/\+(?=.)/)
    .map((key) => (Object.hasOwn(signs, key) ? signs[key] : key.length === 1 ? key.toUpperCase() : key))
    .join(' + ')
}

/** The first key of an action as people read it, for tooltips; '' when it has none. */
export function keyHint(action: Action): string {
  const found = shortcuts.find((shortcut) => shortcut.action === action)
  return found ? keysText(found.keys) : ''
}
