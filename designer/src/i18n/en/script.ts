import type { SameKeys } from '../same-keys.ts'
import type { script as vi } from '../vi/script.ts'

/** The editor of scripts. */
export const script: SameKeys<typeof vi> = {
  hint: 'The script gets message with body, headers and keys and must return the new body. There is no network, file or timer.',
  loading: 'The code editor is being loaded; you can type here already.',
  leave: 'Ctrl + Space: suggestions · Ctrl + M, then Tab: leave the code editor',
}
