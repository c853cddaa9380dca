import { workingEnd } from '#nodes/waiting/working-end.ts'
import { durationMs } from '#shared/node/fields.ts'
import { defineRun, type StepContext } from '#shared/node/run.ts'
import { definition } from './definition.ts'

/** Longest title and longest value that a task shows, in characters. */
const LONGEST_TITLE = 200
const LONGEST_VALUE = 2000
const DAY_MS = 86_400_000
/** How far into a value a task looks; a person could not follow it further down. */
const DEEPEST = 6

/** Emits the task; the executor sleeps durably until somebody decides or the time is up. */
export const run = defineRun(definition, ({ settings, value }) => {
  const title = value(settings.title, 'title')
  const fields = settings.fields.map(({ label, value: it }) => ({ label, get: value(it, label) }))
  const choices = settings.choices.map(({ id, label }) => ({ id, label: label ?? id }))
  const length = durationMs(settings.deadline)
  const { instructions, role, commentRequired, counting } = settings
  const end = (context: StepContext): number =>
    counting === 'working-days' ? workingEnd(counting, length / DAY_MS, context) : context.now() + length
  return async (message, context) => {
    const shown = await Promise.all(
      fields.map(async ({ label, get }) => ({ label, value: textOf(await get(message, context), LONGEST_VALUE) })),
    )
    const task = {
      title: textOf(await title(message, context), LONGEST_TITLE),
      ...(instructions === undefined ? {} : { instructions }),
      fields: shown,
      choices,
      role,
      commentRequired,
    }
    const port = choices[0]?.id ?? 'timeout'
    return {
      kind: 'await',
      waits: { for: 'person', task },
      until: end(context),
      port,
      late: 'timeout',
      message,
    }
  }
})

function textOf(value: unknown, longest: number): string {
  const text = Array.isArray(value) ? value.map((it) => wordsOf(it)).join('\n') : wordsOf(value)
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** As a person reads it: text and numbers as they are, the fields of an object side by side. */
function wordsOf(value: unknown, depth = 0): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'object') return String(value)
  if (depth > DEEPEST) return '…'
  if (Array.isArray(value)) return value.map((it) => wordsOf(it, depth + 1)).join(', ')
  return Object.entries(value)
    .map(([name, it]) => `${name}: ${wordsOf(it, depth + 1)}`)
    .join('; ')
}
