import type { Text } from '../text/text.ts'
import { isDynamic } from './diff/parts.ts'
import { mappingPlace } from './diff/words/mapping-change.ts'
import { below, placeOf } from './diff/words/place-words.ts'
import { listed } from './diff/words/value-words.ts'

/** What is set beside a node's own form, by the step that its path begins with. */
const BESIDE: ReadonlyMap<string, Text> = new Map([
  ['onError', { vi: 'Khi lỗi', en: 'On error' }],
  ['compensate', { vi: 'Bước hoàn tác', en: 'Undo step' }],
  ['to', { vi: 'Dây nối', en: 'Wires' }],
])

/**
 * The place of a setting as the form and the mapper call it: `mapping.18.target` → Ánh xạ › trường đích “HoSo.MaHoSo”.
 * `schema`: the form as JSON Schema with `x-field`; `path`: dotted, as problems and search hits give it.
 * Undefined for a place that the form does not draw.
 */
export function settingWords(schema: unknown, settings: unknown, path: string): Text | undefined {
  const steps = path.split('.')
  const place = placeOf(schema, steps, [settings])
  if (place.inMapping) {
    const mapping = steps.slice(0, steps.length - place.inMapping.length).reduce<unknown>(below, settings)
    return listed([...place.words, ...mappingPlace(place.inMapping, mapping)], ' › ')
  }
  const drawn = typeof place.words[0] === 'object' && place.words[0].vi !== steps[0]
  if (!drawn) return BESIDE.get(steps[0] ?? '')
  // The field of a dynamic value (`url.expr`) is a way of writing the setting, not a place of its own.
  const around = steps.slice(0, -1).reduce<unknown>(below, settings)
  return listed(isDynamic(around) ? place.words.slice(0, -1) : place.words, ' › ')
}
