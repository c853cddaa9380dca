/** The command was given what it cannot work with (exit 2), such as a path that is not there. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Where a command's results go: lines for people, or one JSON value for machines (`--json`). */
export interface Output {
  line(text: string): void
  json(value: unknown): void
}

/** With `json`, lines are swallowed and the value is printed; without, the other way round. */
export function createOutput(json: boolean, write: (text: string) => void): Output {
  return {
    line: (text) => (json ? undefined : write(`${text}\n`)),
    json: (value) => (json ? write(`${JSON.stringify(value, null, 2)}\n`) : undefined),
  }
}
