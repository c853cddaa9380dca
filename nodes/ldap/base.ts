import { fillPlaces, placesIn } from './template.ts'

/** A DN with `{ten}` parameters: one that stands alone is a whole DN, others are values inside one and are escaped by RFC 4514 §2.4. */
export function fillDn(template: string, values: Readonly<Record<string, string>>): string {
  const whole = /^\{[^{}]+\}$/.test(template.trim()) && placesIn(template).length === 1
  return fillPlaces(template, (name) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === undefined || whole ? value : escapeDn(value)
  })
}

/** A value of a DN, with all that could end it or begin another written as `\hh`. */
export function escapeDn(value: string): string {
  return value.replace(/^[ #]|[",+;<>\\=\p{Cc}]| $/gu, (letter) =>
    Buffer.from(letter).reduce((text, byte) => `${text}\\${byte.toString(16).padStart(2, '0')}`, ''),
  )
}
