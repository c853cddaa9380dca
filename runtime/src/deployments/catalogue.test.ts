import { expect, test } from 'vitest'
import { harmlessIcon } from './catalogue.ts'

test('a drawing is served as it is', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M4 4h16" stroke="currentColor"/></svg>'
  expect(harmlessIcon(svg)).toBe(svg)
})

test.each([
  '<svg><script>alert(1)</script></svg>',
  '<svg onload="alert(1)"/>',
  '<svg><path onclick = "x"/></svg>',
  '<svg><foreignObject><body/></foreignObject></svg>',
  '<svg><image href="http://x"/></svg>',
  '<svg><a xlink:href="javascript:alert(1)"/></svg>',
  '<svg><path fill="url(http://x)"/></svg>',
  '<!DOCTYPE svg [<!ENTITY x "y">]><svg/>',
  `<svg>${' '.repeat(30_000)}</svg>`,
])('an icon that could act is not served: %s', (svg) => {
  expect(harmlessIcon(svg)).toBe('')
})
